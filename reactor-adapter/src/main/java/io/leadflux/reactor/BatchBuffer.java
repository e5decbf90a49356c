package io.leadflux.reactor;

import io.leadflux.batch.AddResult;
import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.Timing;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** What one subscription of a {@link BatchOperator} holds: batches that are full, and the open one. Not thread-safe. */
final class BatchBuffer {

    private final BatchAccumulator open;
    private final Timing timing;
    private final ArrayDeque<EventBatch> full = new ArrayDeque<>(2);
    private int events;
    private long openedAt;

    BatchBuffer(BatchLimits limits, Timing timing) {
        this.open = BatchAccumulator.of(limits);
        this.timing = timing;
    }

    /** How many events it holds. */
    int events() {
        return events;
    }

    /** Whether no batch is open. */
    boolean isSettled() {
        return open.isEmpty();
    }

    /** When the first event of the open batch came; the clock is read once for each batch. */
    long openedAt() {
        return openedAt;
    }

    /** Whether the last event changed anything for others: it began a batch, or one is full. */
    boolean hasNews() {
        return open.size() <= 1 || !full.isEmpty();
    }

    /** Puts an event into the open batch; false when it fits none. */
    boolean add(ServerEvent event) {
        AddResult added = open.add(event);
        if (added == AddResult.FULL) {
            full.add(open.seal());
            added = open.add(event);
        }
        if (added == AddResult.TOO_LARGE) {
            return false;
        }
        events++;
        if (open.size() == 1) {
            openedAt = timing.nanos();
        }
        if (open.isFull()) {
            full.add(open.seal());
        }
        return true;
    }

    /** The next batch that is full; null when there is none. */
    @Nullable
    EventBatch pollFull() {
        return gone(full.poll());
    }

    /** The open batch, full or not. */
    EventBatch seal() {
        EventBatch batch = open.seal();
        events -= batch.size();
        return batch;
    }

    private @Nullable EventBatch gone(@Nullable EventBatch batch) {
        if (batch != null) {
            events -= batch.size();
        }
        return batch;
    }

    void discard(Context context) {
        for (EventBatch batch = pollFull(); batch != null; batch = pollFull()) {
            Operators.onDiscardMultiple(batch.events(), context);
        }
        if (!open.isEmpty()) {
            Operators.onDiscardMultiple(seal().events(), context);
        }
    }
}
