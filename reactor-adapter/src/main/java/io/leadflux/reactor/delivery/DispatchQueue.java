package io.leadflux.reactor.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where batches wait that are not in flight: fresh ones in the line for their first attempt, parts of split batches, failed
 * ones that are due again, and delayed ones that are not due yet. Belongs to the dispatcher.
 */
final class DispatchQueue {

    private final SerialExecutor executor;
    private final PriorityQueue<PermitRequest> fresh = new PriorityQueue<>(PermitRequest.OLDEST_FIRST);
    private final PriorityQueue<OutboundBatch> parts = new PriorityQueue<>(OutboundBatch.BY_TURN);
    private final ArrayDeque<OutboundBatch> retries = new ArrayDeque<>();
    private final Set<OutboundBatch> delayed = new LinkedHashSet<>();
    private long oldestDue = Long.MAX_VALUE;
    private long requests;

    DispatchQueue(SerialExecutor executor) {
        this.executor = executor;
    }

    /** Keeps {@code batch} until it is due in {@code nanos}; at once when that is not positive. */
    void delay(OutboundBatch batch, long nanos) {
        delayed.add(batch);
        executor.schedule(Math.max(nanos, 0), () -> delayOver(batch));
    }

    /** Nothing happens when the batch has left meanwhile. */
    private void delayOver(OutboundBatch batch) {
        if (delayed.remove(batch)) {
            addLast(batch);
        }
    }

    /** Takes out a batch that is delayed; false when it has left meanwhile. */
    boolean recall(OutboundBatch batch) {
        return delayed.remove(batch);
    }

    /** Adds a batch that is due: a part in its turn by age, a retry before all others. */
    void add(OutboundBatch batch) {
        noteAge(batch);
        if (batch.isRetry()) {
            retries.addFirst(batch);
        } else {
            batch.turn = batch.oldest();
            parts.add(batch);
        }
    }

    /** Adds a batch that is due, behind all others. */
    void addLast(OutboundBatch batch) {
        noteAge(batch);
        if (batch.isRetry()) {
            retries.addLast(batch);
        } else {
            batch.turn = executor.now();
            parts.add(batch);
        }
    }

    void add(PermitRequest request) {
        request.number = requests++;
        fresh.add(request);
    }

    private void noteAge(OutboundBatch batch) {
        oldestDue = Math.min(oldestDue, batch.oldest());
    }

    void remove(PermitRequest request) {
        fresh.remove(request);
    }

    boolean hasFresh() {
        return !fresh.isEmpty();
    }

    boolean hasParts() {
        return !parts.isEmpty();
    }

    /** Whether it is the turn of a fresh batch rather than that of a part; only while there are both. */
    boolean freshIsOlder() {
        return oldestFresh() - parts.element().turn <= 0;
    }

    /** The next batch that waits for a retry; null when there is none. */
    @Nullable
    OutboundBatch peekRetry() {
        return retries.peekFirst();
    }

    PermitRequest pollFresh() {
        return fresh.remove();
    }

    OutboundBatch pollPart() {
        return parts.remove();
    }

    OutboundBatch pollRetry() {
        return retries.removeFirst();
    }

    /** How many batches would be sent if there were permits. */
    int waiting() {
        return parts.size() + retries.size() + fresh.size();
    }

    boolean isEmpty() {
        return waiting() == 0 && delayed.isEmpty();
    }

    /**
     * No event of what is due or in the line came in before this; {@link Long#MAX_VALUE} when nothing is there. It may be that
     * of a batch that was due and has left since, until overdue ones are taken out the next time.
     */
    long oldest() {
        return Math.min(oldestDue, oldestFresh());
    }

    private long oldestFresh() {
        PermitRequest first = fresh.peek();
        return first == null ? Long.MAX_VALUE : first.openedAt;
    }

    /** When the oldest event came in of all that is here now; {@link Long#MAX_VALUE} when nothing is. */
    long oldestNow() {
        long oldestBatch = Stream.of(delayed, parts, retries)
                .flatMap(Collection::stream)
                .mapToLong(OutboundBatch::oldest)
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.min(oldestBatch, oldestFresh());
    }

    /** Takes out every batch that is due or in the line and holds an event that came in at or before {@code instant}. */
    List<OutboundBatch> takeOverdue(long instant) {
        List<OutboundBatch> overdue = new ArrayList<>();
        parts.removeIf(batch -> isOverdue(batch, instant, overdue));
        retries.removeIf(batch -> isOverdue(batch, instant, overdue));
        oldestDue = Long.MAX_VALUE;
        parts.forEach(this::noteAge);
        retries.forEach(this::noteAge);
        List<PermitRequest> open = new ArrayList<>(0);
        for (PermitRequest first = fresh.peek(); first != null && first.openedAt - instant <= 0; first = fresh.peek()) {
            fresh.remove();
            if (first.batch == null) {
                open.add(first);
            } else {
                overdue.add(first.batch);
            }
        }
        fresh.addAll(open);
        return overdue;
    }

    private static boolean isOverdue(OutboundBatch batch, long instant, List<OutboundBatch> overdue) {
        return batch.oldest() - instant <= 0 && overdue.add(batch);
    }

    /** Takes everything out: batches to one side, requests of batches that are still open to the other. */
    void empty(Consumer<OutboundBatch> batches, Consumer<PermitRequest> openOnes) {
        List<OutboundBatch> all = new ArrayList<>(parts);
        all.addAll(retries);
        all.addAll(delayed);
        parts.clear();
        retries.clear();
        delayed.clear();
        all.forEach(batches);
        for (PermitRequest request = fresh.poll(); request != null; request = fresh.poll()) {
            if (request.batch != null) {
                batches.accept(request.batch);
            } else {
                openOnes.accept(request);
            }
        }
    }
}
