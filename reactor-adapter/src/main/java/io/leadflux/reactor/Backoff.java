package io.leadflux.reactor;

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

    long minNanos() {
        return minNanos;
    }

    /** The wait after {@code failures} failures in a row, at least 1. */
    long delayNanos(int failures) {
        int doublings = Math.min(failures - 1, 62);
        long ceiling = minNanos > maxNanos >> doublings ? maxNanos : minNanos << doublings;
        return random.nextLong(ceiling + 1);
    }
}
