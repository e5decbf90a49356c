package io.leadflux.reactor;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;

/**
 * The results of a pipeline and the demand for them. Any thread may add, ask and cancel; the rest belongs to the pipeline's
 * drain loop.
 */
final class Results<R> {

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<Results> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(Results.class, "requested");

    private final Reply<Object, R> reply;
    private final CoreSubscriber<? super R> actual;
    private final Queue<Settlement> settled =
            Queues.<Settlement>unboundedMultiproducer().get();
    private final ArrayDeque<Settlement> ready = new ArrayDeque<>();
    private volatile long requested;
    private volatile boolean cancelled;
    private int emittedOfHead;

    @SuppressWarnings("unchecked") // only the pipeline's own elements come back to it
    <T> Results(Reply<T, R> reply, CoreSubscriber<? super R> actual) {
        this.reply = (Reply<Object, R>) reply;
        this.actual = actual;
    }

    // Any thread

    void add(Settlement settlement) {
        settled.add(settlement);
    }

    void request(long n) {
        Operators.addCap(REQUESTED, this, n);
    }

    long requested() {
        return requested;
    }

    /** Takes no more; false when that was so already. */
    boolean cancel() {
        boolean first = !cancelled;
        cancelled = true;
        return first;
    }

    boolean isCancelled() {
        return cancelled;
    }

    // The drain loop

    /** Gets what was added ready to be emitted. */
    void collect(Epochs epochs) {
        for (Settlement next = settled.poll(); next != null; next = settled.poll()) {
            epochs.settled(next.epoch(), next.size());
            ready.add(next);
        }
    }

    /** Emits what is ready as far as the demand goes; returns how much that was. */
    long emit() {
        long demand = requested;
        long emitted = 0;
        for (Settlement head = ready.peek(); head != null && emitted != demand && !cancelled; head = ready.peek()) {
            int index = emittedOfHead++;
            R result = reply.to(head.source(index), head, index);
            if (emittedOfHead == head.size()) {
                emittedOfHead = 0;
                ready.remove();
                head.done();
            }
            emitted++;
            actual.onNext(result);
        }
        if (emitted != 0 && demand != Long.MAX_VALUE) {
            REQUESTED.addAndGet(this, -emitted);
        }
        return emitted;
    }

    /** Whether no result waits for demand. */
    boolean isEmpty() {
        return ready.isEmpty();
    }

    void clear() {
        ready.clear();
    }
}
