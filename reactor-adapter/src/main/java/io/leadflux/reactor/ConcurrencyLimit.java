package io.leadflux.reactor;

/**
 * How many POSTs may be under way. Adaptive: one more after each window of normal latency in which the limit was reached,
 * a tenth less after a window that saw an overload or a latency well above the usual. Latency is that of successes alone.
 * A window lasts as long as the usual latency. Belongs to the dispatcher.
 */
final class ConcurrencyLimit {

    private static final double LESS = 0.9;
    private static final double USUAL_WEIGHT = 0.3;
    private static final double TOLERATED = 2.0;
    private static final long TOLERATED_NANOS = 5_000_000;

    private final int floor;
    private final int ceiling;
    private double limit;

    private double usualNanos;
    private long windowEndsAt;
    private boolean inWindow;
    private boolean reached;
    private boolean overloaded;
    private double sumNanos;
    private int successes;

    private ConcurrencyLimit(int start, int floor, int ceiling) {
        this.limit = start;
        this.floor = floor;
        this.ceiling = ceiling;
    }

    static ConcurrencyLimit adaptive(int start, int floor, int ceiling) {
        return new ConcurrencyLimit(start, floor, ceiling);
    }

    int permits() {
        return (int) limit;
    }

    /** A POST begins, the {@code inFlight}th under way. */
    void started(int inFlight) {
        reached |= inFlight >= permits();
    }

    void succeeded(long nanos, long now) {
        sumNanos += nanos;
        successes++;
        adapt(now);
    }

    /** The provider, or the way to it, showed that it has too much to do. */
    void overloaded(long now) {
        overloaded = true;
        adapt(now);
    }

    private void adapt(long now) {
        if (floor == ceiling || (inWindow && now - windowEndsAt < 0)) {
            return;
        }
        double mean = successes == 0 ? usualNanos : sumNanos / successes;
        if (usualNanos == 0) {
            usualNanos = mean;
        }
        boolean slow = mean > usualNanos * TOLERATED + TOLERATED_NANOS;
        if (overloaded || slow) {
            limit = Math.max(floor, limit * LESS);
        } else if (reached) {
            limit = Math.min(ceiling, limit + 1);
        }
        usualNanos += (mean - usualNanos) * USUAL_WEIGHT;
        inWindow = true;
        windowEndsAt = now + (long) usualNanos;
        reached = false;
        overloaded = false;
        sumNanos = 0;
        successes = 0;
    }
}
