package io.leadflux.reactor;

import io.leadflux.batch.EventBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sealed batch on its way: the events, what each was made from, when each came in, and the history of each. Events stand
 * in the order in which they came in, so the first is the oldest. After it is sealed, a parcel belongs to the dispatcher.
 */
final class Parcel {

    private static final SendResult NEVER_SENT =
            SendResult.notSent(new IllegalStateException("no attempt has been made"));

    final Owner owner;
    final EventBatch batch;
    final Object[] sources;
    final long[] acceptedAt;

    /** How many attempts were made with all of the events together. */
    private int attempts;

    /** What each had behind it before that; null when none had anything. */
    private int @Nullable [] attemptsBefore;

    /** Whether some attempt with all of them may have succeeded without our knowing. */
    private boolean uncertain;

    /** Of which such an attempt was made before that; null when of none. */
    private boolean @Nullable [] uncertainBefore;

    /** The pipeline's epoch in which it was sealed. */
    final int epoch;

    /** What the last attempt came to. */
    SendResult last = NEVER_SENT;

    /** Failures in a row, for the backoff. */
    int failures;

    /** When the first attempt began, and the one under way, by the client's clock. */
    long firstStartedAt;

    long startedAt;

    /** Whether its next attempt, a retry, has been paid for out of the retry budget. */
    boolean budgeted;

    /** The hunt for a culprit that this parcel is a probe of, or null. */
    @Nullable
    Isolation isolation;

    Parcel(Owner owner, int epoch, EventBatch batch, Object[] sources, long[] acceptedAt) {
        this.owner = owner;
        this.epoch = epoch;
        this.batch = batch;
        this.sources = sources;
        this.acceptedAt = acceptedAt;
    }

    int size() {
        return batch.size();
    }

    /** Whether some attempt has been made with any of the events. */
    boolean wasSent() {
        return firstStartedAt != 0;
    }

    /** How many attempts have been made with the event at {@code index}. */
    int attempts(int index) {
        return attemptsBefore == null ? attempts : attempts + attemptsBefore[index];
    }

    /** Whether some attempt with the event at {@code index} may have succeeded without our knowing. */
    boolean isUncertain(int index) {
        return uncertain || (uncertainBefore != null && uncertainBefore[index]);
    }

    void started(long now) {
        startedAt = now;
        if (firstStartedAt == 0) {
            firstStartedAt = now == 0 ? 1 : now;
        }
        attempts++;
    }

    void answered(SendResult result) {
        last = result;
        if (result.fateUnknown()) {
            markUncertain();
        }
    }

    /** Some attempt with these events may have succeeded without our knowing. */
    void markUncertain() {
        uncertain = true;
    }

    private void markUncertain(int index) {
        if (uncertainBefore == null) {
            uncertainBefore = new boolean[size()];
        }
        uncertainBefore[index] = true;
    }

    private void setAttempts(int index, int count) {
        if (attempts(index) != count) {
            if (attemptsBefore == null) {
                attemptsBefore = new int[size()];
            }
            attemptsBefore[index] = count - attempts;
        }
    }

    /**
     * Lets its bytes serve a later batch, now that every event has its result. Not when an attempt has been given up: whoever
     * carries it may still be at it.
     */
    void release() {
        if (!uncertain && uncertainBefore == null) {
            batch.release();
        }
    }

    /** Retries beyond the time in which the provider merges equal ids may count twice. */
    void flagOutlivedIds(long now, long windowNanos) {
        if (wasSent() && now - firstStartedAt > windowNanos) {
            for (int i = 0; i < size(); i++) {
                if (attempts(i) > 1) {
                    markUncertain(i);
                }
            }
        }
    }

    /** When the oldest event came in that waits for this parcel: for a probe, the oldest that its hunt has not resolved. */
    long oldest() {
        return isolation == null ? acceptedAt[0] : isolation.oldest();
    }

    /** How many events from the front came in at or before {@code instant}. */
    int acceptedUntil(long instant) {
        int count = 0;
        while (count < acceptedAt.length && acceptedAt[count] - instant <= 0) {
            count++;
        }
        return count;
    }

    /** The events from {@code from} to {@code to}, exclusive, with their history. */
    Parcel slice(int from, int to) {
        Parcel part = new Parcel(
                owner,
                epoch,
                batch.slice(from, to),
                Arrays.copyOfRange(sources, from, to),
                Arrays.copyOfRange(acceptedAt, from, to));
        part.attempts = attempts;
        part.attemptsBefore = attemptsBefore == null ? null : Arrays.copyOfRange(attemptsBefore, from, to);
        part.uncertain = uncertain;
        part.uncertainBefore = uncertainBefore == null ? null : Arrays.copyOfRange(uncertainBefore, from, to);
        return withHistory(part);
    }

    /** The events at {@code indices}, ascending, with their history. */
    Parcel select(int... indices) {
        int size = indices.length;
        Parcel part = new Parcel(owner, epoch, batch.select(indices), new Object[size], new long[size]);
        for (int i = 0; i < size; i++) {
            part.sources[i] = sources[indices[i]];
            part.acceptedAt[i] = acceptedAt[indices[i]];
            part.setAttempts(i, attempts(indices[i]));
            if (isUncertain(indices[i])) {
                part.markUncertain(i);
            }
        }
        return withHistory(part);
    }

    private Parcel withHistory(Parcel part) {
        part.last = last;
        part.failures = failures;
        part.firstStartedAt = firstStartedAt;
        part.isolation = isolation;
        return part;
    }

    /** The parcel itself, or, when it is a probe, everything that its hunt has not resolved; the hunt is over then. */
    List<Parcel> takeUnresolved() {
        if (isolation == null) {
            return List.of(this);
        }
        isolation.learn(this);
        return isolation.giveUp();
    }

    /** Takes over the history of {@code part}, whose events are those at {@code indices}. */
    void learnFrom(Parcel part, int... indices) {
        for (int i = 0; i < indices.length; i++) {
            setAttempts(indices[i], part.attempts(i));
            if (part.isUncertain(i)) {
                markUncertain(indices[i]);
            }
        }
        if (part.last.verdict() != SendResult.Verdict.ACCEPTED) {
            last = part.last;
        }
    }
}
