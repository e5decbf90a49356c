package io.leadflux.reactor.delivery;

import io.leadflux.batch.BatchLimits;
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
    private final Deadlines deadlines;
    private final BatchLimits limits;
    private final PriorityQueue<PermitRequest> fresh = new PriorityQueue<>(PermitRequest.OLDEST_FIRST);
    private final PriorityQueue<OutboundBatch> parts = new PriorityQueue<>(OutboundBatch.BY_TURN);
    private final ArrayDeque<OutboundBatch> retries = new ArrayDeque<>();
    private final Set<OutboundBatch> delayed = new LinkedHashSet<>();
    private long firstDue = Long.MAX_VALUE;
    private long requests;

    DispatchQueue(SerialExecutor executor, Deadlines deadlines, BatchLimits limits) {
        this.executor = executor;
        this.deadlines = deadlines;
        this.limits = limits;
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
        noteDue(batch);
        if (batch.isRetry()) {
            retries.addFirst(batch);
        } else {
            batch.turn = batch.oldest();
            parts.add(batch);
        }
    }

    /** Adds a batch that is due, behind all others. */
    void addLast(OutboundBatch batch) {
        noteDue(batch);
        if (batch.isRetry()) {
            retries.addLast(batch);
        } else {
            batch.turn = executor.now();
            parts.add(batch);
        }
    }

    /**
     * Adds what is left of a batch, behind all others, together with another that has room for it. In a long outage the leads
     * of many batches come together so, once their page views have expired.
     */
    void addRemainder(OutboundBatch batch) {
        OutboundBatch host = hostFor(batch);
        if (host == null) {
            addLast(OutboundBatch.merge(List.of(batch)));
        } else {
            parts.remove(host);
            retries.remove(host);
            addLast(OutboundBatch.merge(List.of(host, batch)));
        }
    }

    private @Nullable OutboundBatch hostFor(OutboundBatch batch) {
        Collection<OutboundBatch> hosts = batch.isRetry() ? retries : parts;
        for (OutboundBatch host : hosts) {
            if (host.mayJoin(batch)
                    && host.size() + batch.size() <= limits.maxEvents()
                    && host.events.bodyLength() + batch.events.bodyLength() <= limits.maxBytes()) {
                return host;
            }
        }
        return null;
    }

    void add(PermitRequest request) {
        request.number = requests++;
        fresh.add(request);
        if (request.batch != null) {
            noteDue(request.batch);
        }
    }

    /** The open batch that {@code request} stands for was sealed. */
    void sealed(PermitRequest request, OutboundBatch batch) {
        request.batch = batch;
        noteDue(batch);
    }

    private void noteDue(OutboundBatch batch) {
        firstDue = Math.min(firstDue, deadlines.due(batch));
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
     * No event of what is due or in the line has its deadline before this; {@link Long#MAX_VALUE} when nothing is there. It may
     * be that of a batch that has left since, until overdue ones are taken out the next time. An open batch sees to its
     * deadline itself.
     */
    long firstDue() {
        return firstDue;
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

    /** Takes out every batch that is due or in the line and holds an overdue event. */
    List<OutboundBatch> takeOverdue(long now) {
        List<OutboundBatch> overdue = new ArrayList<>();
        firstDue = Long.MAX_VALUE;
        parts.removeIf(batch -> isOverdue(batch, now, overdue));
        retries.removeIf(batch -> isOverdue(batch, now, overdue));
        fresh.removeIf(request -> request.batch != null && isOverdue(request.batch, now, overdue));
        return overdue;
    }

    private boolean isOverdue(OutboundBatch batch, long now, List<OutboundBatch> overdue) {
        long due = deadlines.due(batch);
        if (due - now <= 0) {
            return overdue.add(batch);
        }
        firstDue = Math.min(firstDue, due);
        return false;
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
