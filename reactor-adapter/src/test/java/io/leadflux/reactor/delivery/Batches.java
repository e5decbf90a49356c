package io.leadflux.reactor.delivery;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sealed batches for tests of the policies: event {@code n} came in at {@code n} and was made from {@code n}. */
final class Batches {

    private static final OutboundBatch.Owner NO_OWNER = new OutboundBatch.Owner() {
        @Override
        public void granted(PermitRequest request) {}

        @Override
        public void completed(Completion completion) {}

        @Override
        public boolean isAbandoned() {
            return false;
        }
    };

    private Batches() {}

    static OutboundBatch of(int size) {
        return of(Events.valid(0, size));
    }

    /** So many leads, and then so many page views. */
    static OutboundBatch mixed(int leads, int views) {
        List<ServerEvent> events = new ArrayList<>(Events.valid(0, leads + views));
        for (int i = 0; i < leads; i++) {
            events.set(i, Events.lead(i));
        }
        return of(events);
    }

    private static OutboundBatch of(List<ServerEvent> events) {
        int size = events.size();
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        events.forEach(accumulator::add);
        Object[] sources = new Object[size];
        Arrays.setAll(sources, i -> i);
        long[] acceptedAt = new long[size];
        Arrays.setAll(acceptedAt, i -> i);
        return new OutboundBatch(NO_OWNER, 0, accumulator.seal(), sources, acceptedAt);
    }

    /** A single event that was sent at {@code now} and got {@code status}. */
    static OutboundBatch sent(int status, long now) {
        OutboundBatch batch = of(1);
        batch.started(now);
        batch.responded(SendResult.ofStatus(status));
        return batch;
    }
}
