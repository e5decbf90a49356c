package io.leadflux.reactor;

/**
 * Bounds how many 400s the hunt for culprits may provoke within five minutes. A sister API of the provider blocks an
 * account for a day after 100 errors in that time. Belongs to the dispatcher.
 */
final class ErrorBudget {

    private static final long WINDOW_NANOS = 300_000_000_000L;

    private final long[] errors;
    private int count;
    private int next;

    ErrorBudget(int most) {
        errors = new long[most];
    }

    void error(long now) {
        errors[next] = now;
        next = (next + 1) % errors.length;
        count = Math.min(count + 1, errors.length);
    }

    /** The nanoseconds until another probe may be risked; 0 when it may be now. */
    long waitNanos(long now) {
        if (count < errors.length) {
            return 0;
        }
        return Math.max(errors[next] + WINDOW_NANOS - now, 0);
    }
}
