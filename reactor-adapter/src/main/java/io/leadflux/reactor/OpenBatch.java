package io.leadflux.reactor;

import io.leadflux.batch.AddResult;
import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.event.ServerEvent;
import java.util.Arrays;

/** The batch that is being filled, with what each event was made from and when it came in. Not thread-safe. */
final class OpenBatch {

    private final int maxEvents;
    private BatchLimits limits;
    private BatchAccumulator accumulator;
    private Object[] sources;
    private long[] acceptedAt;

    OpenBatch(BatchLimits limits) {
        this.limits = limits;
        this.accumulator = BatchAccumulator.of(limits);
        this.maxEvents = limits.maxEvents();
        this.sources = new Object[maxEvents];
        this.acceptedAt = new long[maxEvents];
    }

    /** Adds an event that came in at {@code arrivedAt}, or, should that be before the one ahead of it, as if with that one. */
    AddResult add(Object source, ServerEvent event, long arrivedAt) {
        int index = accumulator.size();
        AddResult result = accumulator.add(event);
        if (result == AddResult.ADDED) {
            sources[index] = source;
            acceptedAt[index] = index == 0 ? arrivedAt : Math.max(arrivedAt, acceptedAt[index - 1]);
        }
        return result;
    }

    /** Keeps the batches to come to {@code maxBytes}; only while the batch is empty. */
    void limitBytes(int maxBytes) {
        if (maxBytes < limits.maxBytes()) {
            limits = BatchLimits.of(maxEvents, maxBytes);
            accumulator = BatchAccumulator.of(limits);
        }
    }

    boolean isEmpty() {
        return accumulator.isEmpty();
    }

    boolean isFull() {
        return accumulator.isFull();
    }

    int size() {
        return accumulator.size();
    }

    /** When the first event came in; only while the batch is not empty. */
    long openedAt() {
        return acceptedAt[0];
    }

    Object source(int index) {
        return sources[index];
    }

    Parcel seal(Owner owner, int epoch) {
        int size = accumulator.size();
        boolean full = size == maxEvents;
        Parcel parcel = new Parcel(
                owner,
                epoch,
                accumulator.seal(),
                full ? sources : Arrays.copyOf(sources, size),
                full ? acceptedAt : Arrays.copyOf(acceptedAt, size));
        if (full) {
            sources = new Object[maxEvents];
            acceptedAt = new long[maxEvents];
        } else {
            Arrays.fill(sources, 0, size, null);
        }
        return parcel;
    }
}
