package io.leadflux.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Two threads meet at a {@link BatchOperator} that puts two events into a batch. */
public final class BatchRaces {

    private static final ServerEvent EVENT = Events.valid(1);
    private static final BatchOperator OPERATOR =
            BatchOperator.of(BatchLimits.of(2, 10_000), Duration.ofHours(1), new NoTimers());

    private BatchRaces() {}

    /** A scheduler whose timers never ring. */
    private static final class NoTimers implements Scheduler {
        @Override
        public Disposable schedule(Runnable task) {
            return Disposables.disposed();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return Disposables.disposed();
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long now(TimeUnit unit) {
            return 0;
        }
    }

    /** Emits what it is told to. */
    private static final class Source implements Publisher<ServerEvent>, Subscription {
        private Subscriber<? super ServerEvent> batches;

        @Override
        public void subscribe(Subscriber<? super ServerEvent> subscriber) {
            batches = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /** Counts the events of the batches, ends, and what was discarded; asks for nothing by itself. */
    abstract static class Counting extends BaseSubscriber<EventBatch> {
        final AtomicInteger discarded = new AtomicInteger();
        private final Source source = new Source();
        int events;
        int ends;

        Counting() {
            Flux.from(source)
                    .transform(OPERATOR)
                    .doOnDiscard(ServerEvent.class, event -> discarded.incrementAndGet())
                    .subscribe(this);
        }

        final void next() {
            source.batches.onNext(EVENT);
        }

        final void end() {
            source.batches.onComplete();
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(EventBatch batch) {
            events += batch.size();
        }

        @Override
        protected void hookOnComplete() {
            ends++;
        }
    }

    /** The second event of a batch comes while the subscriber asks for the batch. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "the batch leaves")
    @Outcome(expect = FORBIDDEN, desc = "the batch stays although it is full and asked for")
    @State
    public static class EventAgainstRequest extends Counting {
        public EventAgainstRequest() {
            next();
        }

        @Actor
        public void source() {
            next();
        }

        @Actor
        public void subscriber() {
            request(1);
        }

        @Arbiter
        public void emitted(I_Result r) {
            r.r1 = events;
        }
    }

    /** Events come while the subscriber cancels. */
    @JCStressTest
    @Outcome(id = "0, 3", expect = ACCEPTABLE, desc = "cancelled before the batch was full: all are discarded")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the batch left, the third event is discarded")
    @Outcome(expect = FORBIDDEN, desc = "an event was neither emitted nor discarded, or both")
    @State
    public static class EventAgainstCancel extends Counting {
        public EventAgainstCancel() {
            request(1);
            next();
        }

        @Actor
        public void source() {
            next();
            next();
        }

        @Actor
        public void subscriber() {
            cancel();
        }

        @Arbiter
        public void counted(II_Result r) {
            r.r1 = events;
            r.r2 = discarded.get();
        }
    }

    /** The source ends while the subscriber asks for the last batch. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the last batch, then the end")
    @Outcome(expect = FORBIDDEN, desc = "the last batch was lost, or the end never came or came twice")
    @State
    public static class EndAgainstRequest extends Counting {
        public EndAgainstRequest() {
            next();
        }

        @Actor
        public void source() {
            end();
        }

        @Actor
        public void subscriber() {
            request(1);
        }

        @Arbiter
        public void emitted(II_Result r) {
            r.r1 = events;
            r.r2 = ends;
        }
    }
}
