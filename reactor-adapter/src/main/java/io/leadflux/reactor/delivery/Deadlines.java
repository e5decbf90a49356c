package io.leadflux.reactor.delivery;

import java.time.Duration;

/**
 * When what waits has to have its result, and when to look for what is overdue. Pure state; belongs to the dispatcher.
 *
 * <p>Each look wakes the dispatcher, so there is a rest between two: what came in a row ends together.
 */
final class Deadlines {

    private static final long LONGEST_REST = Duration.ofMillis(20).toNanos();

    private final long deliveryTimeout;
    private final long rest;
    private long sweepAt = Long.MAX_VALUE;
    private long restUntil = Long.MIN_VALUE;

    /** @param deliveryTimeout in nanoseconds, from an event's arrival */
    Deadlines(long deliveryTimeout) {
        this.deliveryTimeout = deliveryTimeout;
        this.rest = Math.min(deliveryTimeout / 100, LONGEST_REST);
    }

    /** The nanoseconds that the oldest event of {@code batch} has left; 0 or less when it is overdue. */
    long left(OutboundBatch batch, long now) {
        return batch.oldest() + deliveryTimeout - now;
    }

    /**
     * Plans the next sweep.
     *
     * @param oldest when the oldest event came in that waits; {@link Long#MAX_VALUE} when none does
     * @return the nanoseconds until a timer should fire for it; -1 when none is needed, or one is set already
     */
    long planSweep(long oldest, long now) {
        if (oldest == Long.MAX_VALUE) {
            return -1;
        }
        long next = Math.max(oldest + deliveryTimeout, restUntil);
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

    /** Events that came in at or before this are overdue. */
    long overdueUntil(long now) {
        return now - deliveryTimeout;
    }
}
