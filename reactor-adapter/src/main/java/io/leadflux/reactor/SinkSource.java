package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * A sink's queue as a source with demand, for its one pipeline. Emits on a worker; a producer at most wakes it, and only
 * when it sleeps.
 */
final class SinkSource extends Flux<SinkEntry> implements Subscription {

    private record Mark(SinkQueue.Place place, Sinks.Empty<Void> reached) {}

    private final SinkQueue queue;
    private final Scheduler.Worker worker;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicLong demand = new AtomicLong();
    private final Queue<Mark> marks = Queues.<Mark>unboundedMultiproducer().get();
    private @Nullable CoreSubscriber<? super SinkEntry> actual;

    private @Nullable Mark mark;
    private boolean completed;

    SinkSource(SinkQueue queue, Scheduler.Worker worker) {
        this.queue = queue;
        this.worker = worker;
    }

    @Override
    public void subscribe(CoreSubscriber<? super SinkEntry> subscriber) {
        actual = subscriber;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        demand.getAndAccumulate(n, Operators::addCap);
        wake();
    }

    @Override
    public void cancel() {
        queue.close();
    }

    /** Sees to it that the queue is looked at. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            if (completed) {
                drain();
                return;
            }
            try {
                worker.schedule(this::drain);
            } catch (RejectedExecutionException disposed) {
                awake.set(false); // the scheduler is no more, and so nobody who could look
            }
        }
    }

    /** Completes when everything that is queued now has left the queue. */
    Mono<Void> caughtUp() {
        return Mono.defer(() -> {
            Sinks.Empty<Void> reached = Sinks.empty();
            marks.add(new Mark(queue.end(), reached));
            wake();
            return reached.asMono();
        });
    }

    private void drain() {
        do {
            emitWithinDemand();
            reachMarks();
            completeWhenDone();
            awake.set(false);
        } while (hasWork() && awake.compareAndSet(false, true));
    }

    private void emitWithinDemand() {
        CoreSubscriber<? super SinkEntry> subscriber = requireNonNull(actual);
        long most = demand.get();
        long emitted = 0;
        while (emitted != most) {
            SinkEntry entry = queue.poll();
            if (entry == null) {
                break;
            }
            emitted++;
            subscriber.onNext(entry);
        }
        demand.addAndGet(-emitted);
    }

    private void reachMarks() {
        for (Mark next = nextMark(); next != null && queue.hasPassed(next.place); next = nextMark()) {
            mark = null;
            next.reached.tryEmitEmpty();
        }
    }

    private @Nullable Mark nextMark() {
        if (mark == null) {
            mark = marks.poll();
        }
        return mark;
    }

    private void completeWhenDone() {
        if (!completed && queue.isClosed() && queue.events() == 0) {
            completed = true;
            requireNonNull(actual).onComplete();
            worker.dispose();
        }
    }

    private boolean hasWork() {
        return (demand.get() > 0 && !queue.isEmpty())
                || hasReachedMark()
                || (!completed && queue.isClosed() && queue.events() == 0);
    }

    /** A mark that is not reached is no work: whatever takes it nearer wakes the loop. */
    private boolean hasReachedMark() {
        Mark next = mark;
        return next == null ? !marks.isEmpty() : queue.hasPassed(next.place);
    }
}
