package io.leadflux.reactor.delivery;

/**
 * Bounds how much load retries may add: a share of the first attempts and a trickle, saved up for ten seconds at most.
 * Over the budget a retry waits; it does not fail. Belongs to the dispatcher.
 */
final class RetryBudget {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SAVED_SECONDS = 10;

    private final double share;
    private final double perSecond;
    private final double most;
    private double tokens;
    private long refilledAt;

    RetryBudget(double share, double perSecond, long now) {
        this.share = share;
        this.perSecond = perSecond;
        this.most = Math.max(perSecond * SAVED_SECONDS, 1);
        this.tokens = most;
        this.refilledAt = now;
    }

    void firstAttempt() {
        tokens = Math.min(tokens + share, most);
    }

    /** Takes one retry out of the budget; 0 when there was one, otherwise the nanoseconds until there will be. */
    long take(long now) {
        tokens = Math.min(tokens + (now - refilledAt) * perSecond / NANOS_PER_SECOND, most);
        refilledAt = now;
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return (long) Math.ceil((1 - tokens) / perSecond * NANOS_PER_SECOND);
    }
}
