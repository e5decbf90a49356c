package io.leadflux.reactor.delivery;

import io.leadflux.batch.EventBatch;
import io.leadflux.event.EventName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sealed batch on its way: the events, what each was made from, when each came in, and the history of each. Once it is
 * submitted, a batch belongs to the dispatcher.
 */
public final class OutboundBatch {

    /** Where a batch came from and where its results go. Called by any thread, never under a lock. */
    public interface Owner {

        /** A permit is free for the open batch that {@code request} stands for: the owner seals and submits it. */
        void granted(PermitRequest request);

        /** Every event of a batch has ended the same way; called exactly once for each batch. */
        void completed(Completion completion);

        /** Whether the stream of results was cancelled, so that what was not sent yet need not be. */
        boolean isAbandoned();
    }

    private static final SendResult NEVER_SENT =
            SendResult.notSent(new IllegalStateException("no attempt has been made"));

    static final Comparator<OutboundBatch> BY_TURN = Comparator.comparingLong(batch -> batch.turn);

    final Owner owner;
    final EventBatch events;
    /** What each event was made from. */
    final Object[] sources;

    final long[] acceptedAt;

    private final long oldestAt;

    /** How many attempts were made with all of the events together. */
    private int attempts;

    /** What each had behind it before that; null when none had anything. */
    private int @Nullable [] attemptsBefore;

    /** Whether some attempt with all of them may have succeeded without our knowing. */
    private boolean uncertain;

    /** Of which such an attempt was made before that; null when of none. */
    private boolean @Nullable [] uncertainBefore;

    /** The epoch of its owner's flushes in which it was sealed. */
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

    /** The isolation that this batch is a probe of, or null. */
    @Nullable
    IsolatedBatch isolation;

    /** The isolation of the batch that it was part of, or null. */
    @Nullable
    IsolatedBatch origin;

    /** Whether it is part of a refused batch, and so waits for the rejection limit and not for the retry budget. */
    boolean suspect;

    /** How often it was refused as a single event, and when the last time. */
    int refusedAlone;

    long refusedAloneAt;

    /** Whether it is held for evidence, and whether evidence had it sent once more. */
    boolean held;

    boolean sentOnceMore;

    /** By what it is ordered among the parts that are due: an instant of the client's clock. */
    long turn;

    /** When it failed the first time of those in a row. */
    long failingSince;

    /** When its first event is overdue, once that was asked for: each sweep asks again. */
    long due;

    boolean dueIsKnown;

    private boolean completed;

    /**
     * A batch that is ready to be sent.
     *
     * @param sources what each event was made from
     * @param acceptedAt when each came in, by the client's clock
     */
    public OutboundBatch(Owner owner, int epoch, EventBatch events, Object[] sources, long[] acceptedAt) {
        this.owner = owner;
        this.epoch = epoch;
        this.events = events;
        this.sources = sources;
        this.acceptedAt = acceptedAt;
        this.oldestAt = Arrays.stream(acceptedAt).min().orElseThrow();
    }

    /** How many events it holds, 1 or more. */
    public int size() {
        return events.size();
    }

    /** Whether it is part of a refused batch. */
    boolean isProbe() {
        return isolation != null || suspect;
    }

    /** Whether its next attempt repeats a failed one, which has to be paid for out of the retry budget. */
    boolean isRetry() {
        return wasSent() && !isProbe();
    }

    /** Every event has its result. */
    void complete() {
        completed = true;
    }

    boolean isCompleted() {
        return completed;
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

    void responded(SendResult result) {
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
     * Lets its bytes serve a later batch, now that every event has its result. Not when an attempt has been given up: the
     * sender may still be reading it.
     */
    void release() {
        if (!uncertain && uncertainBefore == null) {
            events.release();
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

    /** When the oldest event came in that waits for this batch: for a probe, the oldest that its hunt has not resolved. */
    long oldest() {
        return isolation == null ? oldestOwn() : isolation.oldest();
    }

    /** When the oldest of its own events came in. */
    long oldestOwn() {
        return oldestAt;
    }

    /** The events at {@code indices}, ascending, with their history. */
    OutboundBatch select(int... indices) {
        int size = indices.length;
        OutboundBatch part = new OutboundBatch(
                owner,
                epoch,
                events.select(indices),
                Arrays.stream(indices).mapToObj(index -> sources[index]).toArray(),
                Arrays.stream(indices).mapToLong(index -> acceptedAt[index]).toArray());
        for (int i = 0; i < size; i++) {
            part.setAttempts(i, attempts(indices[i]));
            if (isUncertain(indices[i])) {
                part.markUncertain(i);
            }
        }
        return withHistory(part);
    }

    /** All events but those at {@code indices}, ascending, with their history. */
    OutboundBatch selectWithout(int... indices) {
        return select(IntStream.range(0, size())
                .filter(index -> Arrays.binarySearch(indices, index) < 0)
                .toArray());
    }

    /** Whether {@code other} may join it in one batch: they are of one stream, and nothing of either is searched. */
    boolean mayJoin(OutboundBatch other) {
        return owner == other.owner
                && epoch == other.epoch
                && isPlain()
                && other.isPlain()
                && wasSent() == other.wasSent();
    }

    private boolean isPlain() {
        return !isProbe() && origin == null && !held && refusedAlone == 0;
    }

    /**
     * The events of {@code parts} with their history as one batch, which takes no more memory than they need. The parts are
     * released.
     *
     * @param parts at least one, each of which {@linkplain #mayJoin may join} the one before
     */
    static OutboundBatch merge(List<OutboundBatch> parts) {
        OutboundBatch first = parts.get(0);
        OutboundBatch last = parts.get(parts.size() - 1);
        OutboundBatch merged = new OutboundBatch(
                first.owner,
                first.epoch,
                EventBatch.merge(parts.stream().map(part -> part.events).toList()),
                parts.stream().flatMap(part -> Arrays.stream(part.sources)).toArray(),
                parts.stream()
                        .flatMapToLong(part -> Arrays.stream(part.acceptedAt))
                        .toArray());
        int index = 0;
        for (OutboundBatch part : parts) {
            for (int i = 0; i < part.size(); i++) {
                merged.setAttempts(index, part.attempts(i));
                if (part.isUncertain(i)) {
                    merged.markUncertain(index);
                }
                index++;
            }
            part.release();
        }
        last.withHistory(merged);
        merged.firstStartedAt = Math.min(first.firstStartedAt, last.firstStartedAt);
        return merged;
    }

    private OutboundBatch withHistory(OutboundBatch part) {
        part.last = last;
        part.failures = failures;
        part.firstStartedAt = firstStartedAt;
        part.suspect = isProbe();
        part.origin = origin;
        part.failingSince = failingSince;
        return part;
    }

    /** The batch itself, or, when it is a probe, everything that its isolation has not resolved; that is over then. */
    List<OutboundBatch> takeUnresolved() {
        return isolation == null ? List.of(this) : isolation.giveUp(this);
    }

    /** Two parts: so many events, leads first, and the others. */
    List<OutboundBatch> take(int count) {
        int[] indices = IntStream.concat(indicesOf(true), indicesOf(false)).toArray();
        Arrays.sort(indices, 0, count);
        Arrays.sort(indices, count, indices.length);
        return List.of(
                select(Arrays.copyOf(indices, count)), select(Arrays.copyOfRange(indices, count, indices.length)));
    }

    /** Each event by itself, leads first. */
    List<OutboundBatch> singles() {
        return IntStream.concat(indicesOf(true), indicesOf(false))
                .mapToObj(this::select)
                .toList();
    }

    private IntStream indicesOf(boolean leads) {
        return IntStream.range(0, size())
                .filter(index -> (events.event(index).name() == EventName.GENERATE_LEAD) == leads);
    }

    /** Takes over the history of {@code part}, whose events are those at {@code indices}. */
    void learnFrom(OutboundBatch part, int... indices) {
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
