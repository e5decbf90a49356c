package io.leadflux.reactor;

import io.leadflux.reactor.delivery.Completion;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;

/**
 * The results of a pipeline and the demand for them. Any thread may add, request and cancel; the rest belongs to the
 * pipeline's drain loop.
 */
final class Results<R> {

    /**
     * Joins an element and its result for the subscriber.
     *
     * @param <T> what came in
     * @param <R> what goes out
     */
    interface Joiner<T, R> {

        /** What to tell of {@code source}, whose result is the one at {@code index}; made only when it is requested. */
        R join(T source, Completion completion, int index);
    }

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<Results> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(Results.class, "requested");

    private final Joiner<Object, R> joiner;
    private final CoreSubscriber<? super R> actual;
    private final Queue<Completion> added =
            Queues.<Completion>unboundedMultiproducer().get();
    private final ArrayDeque<Completion> ready = new ArrayDeque<>();
    private volatile long requested;
    private volatile boolean cancelled;
    private int emittedOfHead;

    @SuppressWarnings("unchecked") // only the pipeline's own elements come back to it
    <T> Results(Joiner<T, R> joiner, CoreSubscriber<? super R> actual) {
        this.joiner = (Joiner<Object, R>) joiner;
        this.actual = actual;
    }

    // Any thread

    void add(Completion completion) {
        added.add(completion);
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
    void collect(FlushTracker flushes) {
        for (Completion next = added.poll(); next != null; next = added.poll()) {
            flushes.completed(next.epoch(), next.size());
            ready.add(next);
        }
    }

    /** Emits what is ready as far as the demand goes; returns how much that was. */
    long emit() {
        long demand = requested;
        long emitted = 0;
        for (Completion head = ready.peek(); head != null && emitted != demand && !cancelled; head = ready.peek()) {
            int index = emittedOfHead++;
            R result = joiner.join(head.source(index), head, index);
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
