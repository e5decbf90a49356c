package io.leadflux.reactor.delivery;

/**
 * Whether requests may start: freely while it is closed, not at all while it is open, and one at a time, to find out, while
 * it is half open. It opens when going on would only do harm, for a time that grows with each opening in a row. What waits is
 * kept. Pure state; belongs to the dispatcher.
 */
final class CircuitBreaker {

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final Backoff backoff;
    private State state = State.CLOSED;
    private Health cause = Health.UP;
    private long openedAt;
    private long openUntil;
    private int openings;

    CircuitBreaker(Backoff backoff) {
        this.backoff = backoff;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isHalfOpen() {
        return state == State.HALF_OPEN;
    }

    /** Why it is not closed; {@link Health#UP} when it is. */
    Health cause() {
        return cause;
    }

    /**
     * Opens.
     *
     * @param atLeast how many nanoseconds the provider asked for
     * @return the nanoseconds until it will be half open
     */
    long open(Health reason, long atLeast, long now) {
        state = State.OPEN;
        cause = reason;
        openings++;
        long wait = Math.max(backoff.equalJitterNanos(openings), atLeast);
        openedAt = now;
        openUntil = now + wait;
        return wait;
    }

    /**
     * Shortens the time for which it is open.
     *
     * @param pause how many nanoseconds it is to be open in all
     * @return the nanoseconds until it will be half open
     */
    long shorten(long pause, long now) {
        if (openUntil - openedAt > pause) {
            openUntil = openedAt + pause;
        }
        return Math.max(openUntil - now, 0);
    }

    /** Lets one request through if the time is over. */
    void update(long now) {
        if (state == State.OPEN && now - openUntil >= 0) {
            state = State.HALF_OPEN;
        }
    }

    /** Closes if it is not closed because of {@code reason}; returns whether it did. */
    boolean reset(Health reason) {
        if (cause != reason) {
            return false;
        }
        close();
        return true;
    }

    /** Closes if a request was let through to see whether {@code reason} is over; returns whether it did. */
    boolean closeAfter(Health reason) {
        if (state != State.HALF_OPEN || cause != reason) {
            return false;
        }
        close();
        return true;
    }

    private void close() {
        state = State.CLOSED;
        cause = Health.UP;
        openings = 0;
    }
}
