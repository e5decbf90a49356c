package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * What waits for the writer. Events are bounded by number and bytes, requests by number; what became of events is bounded
 * by how many are in somebody's hands. Any thread puts in, the writer takes out.
 */
final class StoreQueue {

    private static final int MAX_REQUESTS = 64;

    /** An event has its result, or is given back. */
    record Settled(long sequence, int state) {}

    /** Somebody wants to read. */
    record Reading(EventName name, int maxEvents, long maxBytes, CompletableFuture<List<StoredEvent>> events) {}

    /** Somebody wants to erase. */
    record Erasing(Predicate<ServerEvent> predicate, CompletableFuture<EraseReport> report) {}

    private final Queue<PendingEvent> events;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
    final Queue<Reading> readings = new MpscAtomicArrayQueue<>(MAX_REQUESTS);
    final Queue<Erasing> erasings = new MpscAtomicArrayQueue<>(MAX_REQUESTS);

    StoreQueue(int maxEvents, long maxBytes) {
        this.events = new MpscAtomicArrayQueue<>(maxEvents);
        this.maxBytes = maxBytes;
    }

    /** Whether there was room. */
    boolean offer(PendingEvent pending) {
        int length = pending.event.encoded.length;
        if (bytes.addAndGet(length) > maxBytes || !events.offer(pending)) {
            bytes.addAndGet(-length);
            return false;
        }
        return true;
    }

    /** Takes out what is to be stored together. */
    List<PendingEvent> drain(int maxEvents, long maxBytesOfGroup) {
        List<PendingEvent> group = new ArrayList<>();
        long taken = 0;
        while (group.size() < maxEvents && taken < maxBytesOfGroup) {
            PendingEvent pending = events.poll();
            if (pending == null) {
                break;
            }
            group.add(pending);
            taken += pending.event.encoded.length;
        }
        bytes.addAndGet(-taken);
        return group;
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    boolean isEmpty() {
        return events.isEmpty() && settled.isEmpty() && readings.isEmpty() && erasings.isEmpty();
    }

    /** Answers readers and erasures that the closed store has no time for. */
    void refuseAll() {
        for (Reading reading = readings.poll(); reading != null; reading = readings.poll()) {
            reading.events().completeExceptionally(StoreException.closed());
        }
        for (Erasing erasing = erasings.poll(); erasing != null; erasing = erasings.poll()) {
            erasing.report().completeExceptionally(StoreException.closed());
        }
    }
}
