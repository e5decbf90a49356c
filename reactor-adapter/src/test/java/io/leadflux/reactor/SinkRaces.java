package io.leadflux.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Two threads meet at the sink's queue, which holds two events at most. */
public final class SinkRaces {

    private static final long PLENTY = 1 << 20;
    private static final SinkEntry VIEW = new SinkEntry(Events.valid(1), 0, null);
    private static final SinkEntry LEAD = new SinkEntry(Events.lead(1), 0, null);

    private SinkRaces() {}

    private static int drained(SinkQueue queue) {
        int count = 0;
        while (queue.poll(false) != null) {
            count++;
        }
        queue.release();
        return count;
    }

    /** What the queue holds, and who had to make way. */
    abstract static class Full {
        final SinkQueue queue;
        final AtomicInteger dropped = new AtomicInteger();

        Full(OverflowPolicy policy, SinkEntry... queued) {
            queue = new SinkQueue(2, PLENTY, policy);
            for (SinkEntry entry : queued) {
                offer(entry);
            }
        }

        final EmitResult offer(SinkEntry entry) {
            return queue.offer(entry, victim -> dropped.incrementAndGet());
        }
    }

    /** Two emit, one place is free. */
    @JCStressTest
    @Outcome(id = "OK, OVERFLOW, 2", expect = ACCEPTABLE, desc = "the first has the place")
    @Outcome(id = "OVERFLOW, OK, 2", expect = ACCEPTABLE, desc = "the second has the place")
    @Outcome(expect = FORBIDDEN, desc = "the bound was exceeded, or the free place left free")
    @State
    public static class EmitAgainstEmit extends Full {
        public EmitAgainstEmit() {
            super(OverflowPolicy.REJECT_NEWEST, VIEW);
        }

        @Actor
        public void one(LLI_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void other(LLI_Result r) {
            r.r2 = offer(LEAD);
        }

        @Arbiter
        public void rest(LLI_Result r) {
            r.r3 = drained(queue);
        }
    }

    /** One emits into a full queue while the drainer takes one out. */
    @JCStressTest
    @Outcome(id = "OK, 1, 2", expect = ACCEPTABLE, desc = "the drainer was first and made room")
    @Outcome(id = "OVERFLOW, 1, 1", expect = ACCEPTABLE, desc = "the emitter was first and found no room")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost or doubled")
    @State
    public static class EmitAgainstDrain extends Full {
        public EmitAgainstDrain() {
            super(OverflowPolicy.REJECT_NEWEST, VIEW, VIEW);
        }

        @Actor
        public void emitter(LII_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void drainer(LII_Result r) {
            r.r2 = queue.poll(false) == null ? 0 : 1;
            queue.release();
        }

        @Arbiter
        public void rest(LII_Result r) {
            r.r3 = drained(queue);
        }
    }

    /** One emits while another closes. */
    @JCStressTest
    @Outcome(id = "OK, 1", expect = ACCEPTABLE, desc = "taken before the end, and still there to be sent")
    @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "turned away after the end")
    @Outcome(expect = FORBIDDEN, desc = "taken and lost, or turned away and sent")
    @State
    public static class EmitAgainstClose extends Full {
        public EmitAgainstClose() {
            super(OverflowPolicy.REJECT_NEWEST);
        }

        @Actor
        public void emitter(LI_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void closer() {
            queue.close();
        }

        @Arbiter
        public void rest(LI_Result r) {
            r.r2 = drained(queue);
        }
    }

    /** Two emit into a full queue whose oldest make way. */
    @JCStressTest
    @Outcome(id = "OK, OK, 2, 2", expect = ACCEPTABLE, desc = "each pushed one out")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost, pushed out for nothing, or the bound exceeded")
    @State
    public static class OverflowAgainstOverflow extends Full {
        public OverflowAgainstOverflow() {
            super(OverflowPolicy.DROP_OLDEST, VIEW, VIEW);
        }

        @Actor
        public void one(LLLL_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void other(LLLL_Result r) {
            r.r2 = offer(VIEW);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** One emits into a full queue whose oldest make way, while the drainer takes one out. */
    @JCStressTest
    @Outcome(id = "OK, 1, 0, 2", expect = ACCEPTABLE, desc = "the drainer was first, nobody had to make way")
    @Outcome(id = "OK, 1, 1, 1", expect = ACCEPTABLE, desc = "the emitter was first and pushed one out")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost or doubled")
    @State
    public static class OverflowAgainstDrain extends Full {
        public OverflowAgainstDrain() {
            super(OverflowPolicy.DROP_OLDEST, VIEW, VIEW);
        }

        @Actor
        public void emitter(LLLL_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void drainer(LLLL_Result r) {
            r.r2 = queue.poll(false) == null ? 0 : 1;
            queue.release();
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** A lead pushes a view out while another view wants in: its place is the lead's. */
    @JCStressTest
    @Outcome(id = "OK, OVERFLOW, 1, 2", expect = ACCEPTABLE, desc = "the lead has the view's place")
    @Outcome(expect = FORBIDDEN, desc = "a view stole the place that was made for the lead")
    @State
    public static class LeadAgainstView extends Full {
        public LeadAgainstView() {
            super(OverflowPolicy.PREFER_LEADS, LEAD, VIEW);
        }

        @Actor
        public void lead(LLLL_Result r) {
            r.r1 = offer(LEAD);
        }

        @Actor
        public void view(LLLL_Result r) {
            r.r2 = offer(VIEW);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** A lead and a view want the last place. */
    @JCStressTest
    @Outcome(id = "OK, OVERFLOW, 0, 2", expect = ACCEPTABLE, desc = "the lead was first")
    @Outcome(id = "OK, OK, 1, 2", expect = ACCEPTABLE, desc = "the view was first and made way")
    @Outcome(
            id = "OVERFLOW, OK, 0, 2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the view had reserved the place but was not in it yet, so it could not be asked to make way")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost or the bound exceeded")
    @State
    public static class LeadAgainstViewForTheLastPlace extends Full {
        public LeadAgainstViewForTheLastPlace() {
            super(OverflowPolicy.PREFER_LEADS, LEAD);
        }

        @Actor
        public void lead(LLLL_Result r) {
            r.r1 = offer(LEAD);
        }

        @Actor
        public void view(LLLL_Result r) {
            r.r2 = offer(VIEW);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** A pipeline that wants to be woken for the event that begins a batch and the one that fills it. */
    abstract static class Sourced {
        final SinkQueue queue = new SinkQueue(8, PLENTY, OverflowPolicy.REJECT_NEWEST);
        final SinkSource source;
        private final int batch;
        private final AtomicInteger wip = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();
        int events;
        int ends;

        Sourced(int batch, long demand) {
            this.batch = batch;
            source = new SinkSource(queue, Schedulers.immediate().createWorker(), () -> false, this::drain);
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

    /** One emits, and wakes nobody while an alarm is still to ring, which it does at that moment. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it arrives")
    @Outcome(expect = FORBIDDEN, desc = "the alarm is over, and the emitter relies on it")
    @State
    public static class BeginAgainstAlarm extends Sourced {
        private final OneTimer timer = new OneTimer();
        private final Alarm alarm = new Alarm(Timing.monotonic(timer), this::drain);

        public BeginAgainstAlarm() {
            super(3, 10);
            alarm.ring(0, 1);
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
