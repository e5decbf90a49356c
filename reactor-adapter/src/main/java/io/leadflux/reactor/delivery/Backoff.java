package io.leadflux.reactor.delivery;

import java.util.random.RandomGenerator;

/** Full jitter: before attempt {@code n} a uniformly random wait up to {@code min · 2^(n-1)}, capped at {@code max}. */
final class Backoff {

    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;

    Backoff(long minNanos, long maxNanos, RandomGenerator random) {
        this.minNanos = minNanos;
        this.maxNanos = maxNanos;
        this.random = random;
    }

    static Backoff of(DeliveryOptions options, RandomGenerator random) {
        return new Backoff(options.minBackoff.toNanos(), options.maxBackoff.toNanos(), random);
    }

    long minNanos() {
        return minNanos;
    }

    /** The wait after {@code failures} failures in a row; 0 or more. */
    long fullJitterNanos(int failures) {
        return random.nextLong(ceilingNanos(failures) + 1);
    }

    /** As {@link #fullJitterNanos}, but at least half of what it may be at most: for one waiter, who has nobody to avoid. */
    long equalJitterNanos(int failures) {
        long half = ceilingNanos(failures) / 2;
        return half + random.nextLong(half + 1);
    }

    private long ceilingNanos(int failures) {
        int doublings = Math.min(failures - 1, 62);
        return minNanos > maxNanos >> doublings ? maxNanos : minNanos << doublings;
    }
}
