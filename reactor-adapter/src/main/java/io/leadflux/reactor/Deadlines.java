package io.leadflux.reactor;

import io.leadflux.delivery.Outcome;
import java.time.Duration;

/**
 * Sees to it that whatever waits, for whatever reason, has its result at its delivery deadline, though no permit may come.
 * One timer serves all of it. Belongs to the dispatcher.
 */
final class Deadlines {

    private static final long LONGEST_REST = Duration.ofMillis(20).toNanos();

    private final long deliveryTimeout;
    private final long rest;
    private final SignalLoop loop;
    private final WaitingRoom room;
    private final Gate gate;
    private final Endings endings;
    private long sweepAt = Long.MAX_VALUE;

    /** No sweep before this: each wakes the dispatcher, so what came in a row should end together. */
    private long restUntil = Long.MIN_VALUE;

    /** @param deliveryTimeout in nanoseconds, from an event's arrival */
    Deadlines(long deliveryTimeout, SignalLoop loop, WaitingRoom room, Gate gate, Endings endings) {
        this.deliveryTimeout = deliveryTimeout;
        this.rest = Math.min(deliveryTimeout / 100, LONGEST_REST);
        this.loop = loop;
        this.room = room;
        this.gate = gate;
        this.endings = endings;
    }

    /** The nanoseconds that the oldest event of {@code parcel} has left; 0 or less when it is overdue. */
    long left(Parcel parcel) {
        return parcel.oldest() + deliveryTimeout - loop.now();
    }

    /** Sets the timer for what waits now. */
    void arm() {
        long oldest = room.oldest();
        if (oldest == Long.MAX_VALUE) {
            return;
        }
        long next = Math.max(oldest + deliveryTimeout, restUntil);
        if (next < sweepAt) {
            sweepAt = next;
            loop.later(Math.max(next - loop.now(), 0), this::sweep);
        }
    }

    private void sweep() {
        sweepAt = Long.MAX_VALUE;
        restUntil = loop.now() + rest;
        room.takeOverdue(loop.now() - deliveryTimeout).forEach(this::expireOverdue);
    }

    /** Ends the overdue events of {@code parcel}; the others go on. A hunt ends with its first overdue event. */
    void expireOverdue(Parcel parcel) {
        long cameUntil = loop.now() - deliveryTimeout;
        for (Parcel rest : parcel.takeUnresolved()) {
            int overdue = rest.acceptedUntil(cameUntil);
            if (overdue > 0) {
                expire(overdue == rest.size() ? rest : rest.slice(0, overdue));
            }
            if (overdue < rest.size()) {
                room.dueLast(rest.slice(overdue, rest.size()));
            }
        }
    }

    private void expire(Parcel parcel) {
        boolean noKey = gate.cause() == Health.UNAUTHORIZED;
        Outcome outcome = switch (parcel.last.verdict()) {
            case BAD_BATCH -> Outcome.REJECTED;
            case UNAUTHORIZED -> Outcome.UNAUTHORIZED;
            default -> noKey ? Outcome.UNAUTHORIZED : Outcome.EXPIRED;
        };
        endings.fail(parcel, outcome, "the delivery deadline passed");
    }
}
