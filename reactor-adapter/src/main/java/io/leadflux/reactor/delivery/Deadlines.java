package io.leadflux.reactor.delivery;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * When what waits has to have its result, by event name, and when to look for what is overdue. Pure state; belongs to the
 * dispatcher.
 *
 * <p>Each look wakes the dispatcher, so there is a rest between two: what came in a row ends together.
 */
final class Deadlines {

    private static final long LONGEST_REST = Duration.ofMillis(20).toNanos();

    private final DeliveryTimeouts timeouts;
    private final long rest;
    private long sweepAt = Long.MAX_VALUE;
    private long restUntil = Long.MIN_VALUE;

    Deadlines(DeliveryTimeouts timeouts) {
        this.timeouts = timeouts;
        this.rest = Math.min(timeouts.shortestNanos() / 100, LONGEST_REST);
    }

    /**
     * When the first event is overdue that waits for this batch; for a probe, the first of what its isolation has not
     * resolved.
     */
    long due(OutboundBatch batch) {
        if (timeouts.pageViewNanos() == timeouts.leadNanos()) {
            return batch.oldest() + timeouts.leadNanos();
        }
        if (batch.isolation != null) {
            return batch.isolation.due(this);
        }
        if (!batch.dueIsKnown) {
            batch.due = dueOfAll(batch);
            batch.dueIsKnown = true;
        }
        return batch.due;
    }

    private long dueOfAll(OutboundBatch batch) {
        long first = due(batch, 0);
        for (int i = 1; i < batch.size(); i++) {
            long next = due(batch, i);
            first = next - first < 0 ? next : first;
        }
        return first;
    }

    /** When the event at {@code index} is overdue. */
    long due(OutboundBatch batch, int index) {
        return batch.acceptedAt[index] + timeouts.nanos(batch.events.event(index));
    }

    /** The nanoseconds that the first event of {@code batch} has left that is due; 0 or less when it is overdue. */
    long left(OutboundBatch batch, long now) {
        return due(batch) - now;
    }

    /** The indices of the overdue events of {@code batch}, ascending. */
    int[] overdue(OutboundBatch batch, long now) {
        return IntStream.range(0, batch.size())
                .filter(index -> due(batch, index) - now <= 0)
                .toArray();
    }

    /**
     * Plans the next sweep.
     *
     * @param firstDue when the first of what waits is due; {@link Long#MAX_VALUE} when nothing waits
     * @return the nanoseconds until a timer should fire for it; -1 when none is needed, or one is set already
     */
    long planSweep(long firstDue, long now) {
        if (firstDue == Long.MAX_VALUE) {
            return -1;
        }
        long next = Math.max(firstDue, restUntil);
        if (next >= sweepAt) {
            return -1;
        }
        sweepAt = next;
        return Math.max(next - now, 0);
    }

    /** A sweep begins. */
    void swept(long now) {
        sweepAt = Long.MAX_VALUE;
        restUntil = now + rest;
    }
}
