package io.leadflux.reactor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is repeated: after a random wait that grows with each failure, or when the provider asked for it,
 * within the budget; and not at all for a while once failures come in a row, which shuts the gate. Belongs to the
 * dispatcher.
 */
final class Retries {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final int FAILURES_OF_AN_OUTAGE = 5;

    private final SignalLoop loop;
    private final WaitingRoom room;
    private final Gate gate;
    private final Deadlines deadlines;
    private final Backoff backoff;
    private final RetryBudget budget;
    private int failuresInARow;
    private boolean tokenAwaited;

    Retries(ConversionClient.Builder options, SignalLoop loop, WaitingRoom room, Gate gate, Deadlines deadlines) {
        this.loop = loop;
        this.room = room;
        this.gate = gate;
        this.deadlines = deadlines;
        this.backoff = Backoff.of(options);
        this.budget = new RetryBudget(options.retryShare, options.retriesPerSecond, loop.now());
    }

    /** Whether what is due may go now: a retry needs the budget, when neither gate nor hunt paces it anyway. */
    boolean mayStart(Parcel due) {
        if (!due.wasSent() || due.isolation != null || !gate.isOpen() || due.budgeted) {
            return true;
        }
        long wait = budget.take(loop.now());
        due.budgeted = wait == 0;
        if (!due.budgeted && !tokenAwaited) {
            tokenAwaited = true;
            loop.later(wait, () -> tokenAwaited = false);
        }
        return due.budgeted;
    }

    void firstAttempt() {
        budget.firstAttempt();
    }

    /** The provider was reached. */
    void reached() {
        failuresInARow = 0;
        gate.openAfter(Health.OUTAGE);
    }

    void failed(Parcel parcel, SendResult result) {
        failuresInARow++;
        parcel.failures++;
        long asked = bounded(result.retryAfter());
        if (gate.isOpen() && failuresInARow < FAILURES_OF_AN_OUTAGE) {
            room.delay(parcel, waitBeforeRetry(parcel, asked));
            return;
        }
        room.dueLast(parcel);
        if (!gate.isShut()) {
            gate.shut(Health.OUTAGE, asked, parcel.last);
        }
    }

    private static long bounded(@Nullable Duration asked) {
        return asked == null ? 0 : (asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER).toNanos();
    }

    /** A wait that ends before the deadline, so that another attempt is made, unless the provider asked for longer. */
    private long waitBeforeRetry(Parcel parcel, long asked) {
        long left = deadlines.left(parcel);
        long wait = backoff.delayNanos(parcel.failures);
        if (wait >= left && left > backoff.minNanos()) {
            wait = left / 2;
        }
        return Math.min(Math.max(wait, asked), left);
    }
}
