package io.leadflux.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeadlineTimer;
import io.leadflux.reactor.delivery.DeliveryOptions;
import io.leadflux.reactor.delivery.DeliveryTimeouts;
import io.leadflux.reactor.delivery.Timing;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Two threads meet where a sink's pipeline is woken. */
public final class SinkIntakeRaces {

    private static final long PLENTY = 1 << 20;
    private static final DeliveryOptions DELIVERY =
            DeliveryOptions.of(FakeSender.accepting(), ApiKeySupplier.of("key-1"));
    private static final SinkEntry VIEW = SinkEntry.of(Events.valid(1), 0, SinkEntry.NOT_AWAITED);

    private SinkIntakeRaces() {}

    /** A pipeline that wants to be woken for the event that begins a batch and the one that fills it. */
    abstract static class Sourced {
        final SinkQueue queue = new SinkQueue(new SinkOptions(8, PLENTY, OverflowPolicy.REJECT_NEWEST));
        final SinkIntake source;
        private final int batch;
        private final AtomicInteger wip = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();
        int events;
        int ends;

        Sourced(int batch, long demand) {
            this.batch = batch;
            DeliveryTimeouts timeouts = DELIVERY.deliveryTimeouts();
            source = new SinkIntake(queue, Timing.of(new AtOnce(), () -> 0), timeouts, this::drain, overdue -> {});
            source.request(demand);
        }

        final EmitResult emit() {
            EmitResult result = queue.offer(VIEW, victim -> {});
            if (result == EmitResult.OK) {
                source.offered();
            } else {
                source.shrunk();
            }
            return result;
        }

        final void close() {
            queue.close();
            source.wake();
        }

        final void ask(int n) {
            asked.addAndGet(n);
            drain();
        }

        final void drain() {
            if (wip.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                look();
                missed = wip.addAndGet(-missed);
            } while (missed != 0);
        }

        /** Whether an alarm is still to ring. */
        boolean isAlarmed() {
            return false;
        }

        private void look() {
            if (source.isDone() && ends == 0) {
                ends++;
            }
            do {
                while (source.poll() != null) {
                    events++;
                }
            } while (!source.rest(events % batch == 0 && !isAlarmed() ? 1 : batch - events % batch));
            int more = asked.getAndSet(0);
            if (more > 0) {
                source.request(more);
            }
        }
    }

    /** Two emit while nobody is at work: each may find the other busy. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both arrive")
    @Outcome(expect = FORBIDDEN, desc = "one sleeps in the queue until somebody else comes")
    @State
    public static class WakeAgainstWake extends Sourced {
        public WakeAgainstWake() {
            super(1, 10);
        }

        @Actor
        public void one() {
            emit();
        }

        @Actor
        public void other() {
            emit();
        }

        @Arbiter
        public void arrived(I_Result r) {
            r.r1 = events;
        }
    }

    /** One emits while the pipeline asks for more. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it arrives")
    @Outcome(expect = FORBIDDEN, desc = "it sleeps in the queue although it was asked for")
    @State
    public static class WakeAgainstRequest extends Sourced {
        public WakeAgainstRequest() {
            super(1, 0);
        }

        @Actor
        public void emitter() {
            emit();
        }

        @Actor
        public void pipeline() {
            ask(1);
        }

        @Arbiter
        public void arrived(I_Result r) {
            r.r1 = events;
        }
    }

    /** One emits while the pipeline, which an alarm has woken, looks and goes to rest. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it arrives")
    @Outcome(expect = FORBIDDEN, desc = "the pipeline rests, and the emitter believes it at work")
    @State
    public static class WakeAgainstRest extends Sourced {
        public WakeAgainstRest() {
            super(1, 10);
        }

        @Actor
        public void emitter() {
            emit();
        }

        @Actor
        public void pipeline() {
            drain();
        }

        @Arbiter
        public void arrived(I_Result r) {
            r.r1 = events;
        }
    }

    /** One emits, and wakes nothing while a timer is still to fire, which it does at that moment. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it arrives")
    @Outcome(expect = FORBIDDEN, desc = "the alarm is over, and the emitter relies on it")
    @State
    public static class BeginAgainstTimer extends Sourced {
        private final OneTimer timer = new OneTimer();
        private final DeadlineTimer alarm = new DeadlineTimer(Timing.of(timer), this::drain);

        public BeginAgainstTimer() {
            super(3, 10);
            alarm.set(0, 1);
            drain();
        }

        @Override
        boolean isAlarmed() {
            return alarm.isSet();
        }

        @Actor
        public void emitter() {
            emit();
        }

        @Actor
        public void timer() {
            timer.task.run();
        }

        @Arbiter
        public void arrived(I_Result r) {
            r.r1 = events;
        }
    }

    /** Runs at once what is not delayed, and never what is. */
    private static final class AtOnce implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return Schedulers.immediate().schedule(task);
        }

        @Override
        public Disposable schedule(Runnable later, long delay, TimeUnit unit) {
            return Disposables.disposed();
        }

        @Override
        public Worker createWorker() {
            return Schedulers.immediate().createWorker();
        }
    }

    /** Keeps the last task that was to be run later. */
    private static final class OneTimer implements Scheduler {
        private Runnable task = () -> {};

        @Override
        public Disposable schedule(Runnable later) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Disposable schedule(Runnable later, long delay, TimeUnit unit) {
            task = later;
            return Disposables.disposed();
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    }

    /** Two emit while the pipeline rests until its batch can be filled: either may be the one that fills it. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "the batch is full")
    @Outcome(expect = FORBIDDEN, desc = "each leaves it to the other to wake the pipeline")
    @State
    public static class FillAgainstFill extends Sourced {
        public FillAgainstFill() {
            super(3, 10);
            emit();
        }

        @Actor
        public void one() {
            emit();
        }

        @Actor
        public void other() {
            emit();
        }

        @Arbiter
        public void arrived(I_Result r) {
            r.r1 = events;
        }
    }

    /** Two emit while the pipeline, whose batch lacks two, looks and goes to rest between them or not. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "the batch is full")
    @Outcome(expect = FORBIDDEN, desc = "an event is counted neither by the pipeline nor by the emitters")
    @State
    public static class FillAgainstRest extends Sourced {
        public FillAgainstRest() {
            super(3, 10);
            emit();
        }

        @Actor
        public void emitter() {
            emit();
            emit();
        }

        @Actor
        public void pipeline() {
            drain();
        }

        @Arbiter
        public void arrived(I_Result r) {
            r.r1 = events;
        }
    }

    /** One emits while another closes, drainer and all. */
    @JCStressTest
    @Outcome(id = "OK, 1, 1", expect = ACCEPTABLE, desc = "taken, passed on, then the end")
    @Outcome(id = "CLOSED, 0, 1", expect = ACCEPTABLE, desc = "turned away, and the end")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost, or the end never came or came twice")
    @State
    public static class WakeAgainstClose extends Sourced {
        public WakeAgainstClose() {
            super(1, 10);
        }

        @Actor
        public void emitter(LII_Result r) {
            r.r1 = emit();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void arrived(LII_Result r) {
            r.r2 = events;
            r.r3 = ends;
        }
    }

    /** One emits while another closes and waits for what has been taken. */
    @JCStressTest
    @Outcome(id = "OK, 1", expect = ACCEPTABLE, desc = "taken, and waited for")
    @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "turned away, and nothing to wait for")
    @Outcome(expect = FORBIDDEN, desc = "an event was let in that the end did not wait for, or the wait hangs")
    @State
    public static class EmitAgainstEnd extends Sourced {
        private int eventsAtTheEnd = -1;

        public EmitAgainstEnd() {
            super(1, 10);
        }

        @Actor
        public void emitter(LI_Result r) {
            r.r1 = emit();
        }

        @Actor
        public void closer() {
            close();
            source.caughtUp().subscribe(nothing -> {}, error -> {}, () -> eventsAtTheEnd = events);
        }

        @Arbiter
        public void ended(LI_Result r) {
            r.r2 = eventsAtTheEnd;
        }
    }

    /** One flushes while another closes: the flush must not wait for a drainer that has gone. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the flush ends")
    @Outcome(expect = FORBIDDEN, desc = "the flush hangs")
    @State
    public static class FlushAgainstClose extends Sourced {
        private final AtomicBoolean flushed = new AtomicBoolean();

        public FlushAgainstClose() {
            super(1, 10);
            emit();
        }

        @Actor
        public void flusher() {
            source.caughtUp().subscribe(nothing -> {}, error -> {}, () -> flushed.set(true));
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void arrived(Z_Result r) {
            r.r1 = flushed.get();
        }
    }
}
