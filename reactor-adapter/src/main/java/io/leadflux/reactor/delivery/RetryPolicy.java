package io.leadflux.reactor.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is repeated: after a random wait that grows with each failure, or when the provider asked for it,
 * within the budget; and not at all for a while once failures come in a row. Pure state; belongs to the dispatcher.
 */
final class RetryPolicy {

    /**
     * What becomes of a batch whose attempt failed.
     *
     * @param opensBreaker whether nothing should be sent for a while; else this batch alone waits
     * @param nanos how long the batch waits, or how long the provider asked everything to wait
     */
    record Decision(boolean opensBreaker, long nanos) {}

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final int FAILURES_OF_AN_OUTAGE = 5;

    /** From so many on it counts as an outage even if all are of one batch: nothing else was sent, or nothing reached. */
    private static final int FAILURES_OF_ONE_BATCH = 10;

    private final Backoff backoff;
    private final RetryBudget budget;

    /** What waits must still have most of its time when a pause is over that the provider asked for. */
    private final long longestPause;

    private int failuresInARow;
    private boolean several;
    private @Nullable Object lastFailed;

    RetryPolicy(DeliveryOptions options, RandomGenerator random, long now) {
        this.backoff = Backoff.of(options, random);
        this.longestPause = options.deliveryTimeouts().shortestNanos() / 4;
        this.budget = new RetryBudget(options.retryShare, options.retriesPerSecond, now);
    }

    void firstAttempt() {
        budget.firstAttempt();
    }

    /** Takes one retry out of the budget; 0 when there was one, otherwise the nanoseconds until there will be. */
    long takeRetry(long now) {
        return budget.take(now);
    }

    /** The provider was reached. */
    void reached() {
        failuresInARow = 0;
        several = false;
        lastFailed = null;
    }

    /**
     * An attempt failed.
     *
     * @param batch what was sent; an outage takes more failures of one batch alone than of several
     * @param failures how often the batch has failed in a row, this time included
     * @param left the nanoseconds until its deadline
     * @param retryAfter how long the response asked to wait
     * @param closed whether the breaker is closed
     */
    Decision failed(Object batch, int failures, long left, @Nullable Duration retryAfter, boolean closed) {
        failuresInARow++;
        several |= lastFailed != null && lastFailed != batch;
        lastFailed = batch;
        long asked = retryAfter == null ? 0 : nanos(retryAfter);
        int most = several ? FAILURES_OF_AN_OUTAGE : FAILURES_OF_ONE_BATCH;
        return closed && failuresInARow < most
                ? new Decision(false, waitBeforeRetry(failures, left, asked))
                : new Decision(true, Math.min(asked, longestPause));
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(LONGEST_RETRY_AFTER) < 0 ? duration.toNanos() : LONGEST_RETRY_AFTER.toNanos();
    }

    /** A wait that ends before the deadline, so that another attempt is made. */
    long waitBeforeRetry(int failures, long left, long asked) {
        long wait = backoff.fullJitterNanos(failures);
        if (wait >= left && left > backoff.minNanos()) {
            wait = left / 2;
        }
        return Math.min(Math.max(wait, Math.min(asked, left / 2)), left);
    }
}
