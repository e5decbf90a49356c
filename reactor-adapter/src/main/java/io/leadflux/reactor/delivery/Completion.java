package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import org.jspecify.annotations.Nullable;

/** Results that wait for demand: those of a whole batch, made one by one as they are asked for, or a single one. */
public interface Completion {

    /** A batch that was never submitted, as its results are not wanted any more. */
    static Completion discarded(OutboundBatch batch) {
        return new OfBatch(batch, Outcome.CLOSED, "the stream ended");
    }

    int size();

    /** How all of them ended. */
    Outcome outcome();

    /** The epoch of the owner's flushes that the events belong to. */
    int epoch();

    Object source(int index);

    DeliveryResult result(int index);

    /** When the event came in; {@code now} when it was turned away at once. */
    long acceptedAt(int index, long now);

    /** Every result has been made; none is asked for any more. */
    default void done() {}

    /**
     * Every event of a batch has ended the same way.
     *
     * @param what the first words of the cause's message; null when the events were accepted
     */
    record OfBatch(
            OutboundBatch batch, Outcome outcome, @Nullable String what) implements Completion {

        @Override
        public int size() {
            return batch.size();
        }

        @Override
        public int epoch() {
            return batch.epoch;
        }

        @Override
        public Object source(int index) {
            return batch.sources[index];
        }

        @Override
        public long acceptedAt(int index, long now) {
            return batch.acceptedAt[index];
        }

        @Override
        public DeliveryResult result(int index) {
            ServerEvent event = batch.events.event(index);
            int attempts = batch.attempts(index);
            boolean mayBeDuplicate = batch.isUncertain(index);
            if (what == null) {
                return DeliveryResult.accepted(event, attempts, mayBeDuplicate);
            }
            String message = attempts == 0
                    ? what + " before the first attempt"
                    : what + " after " + attempts + " attempts, the last with " + batch.last;
            DeliveryException cause = new DeliveryException(message, batch.last.status(), batch.last.cause());
            return DeliveryResult.failed(event, outcome, attempts, mayBeDuplicate, cause);
        }

        @Override
        public void done() {
            batch.release();
        }
    }

    /** One event that was never put into a batch. */
    record OfOne(Object source, DeliveryResult result, int epoch) implements Completion {

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Outcome outcome() {
            return result.outcome();
        }

        @Override
        public Object source(int index) {
            return source;
        }

        @Override
        public long acceptedAt(int index, long now) {
            return now;
        }

        @Override
        public DeliveryResult result(int index) {
            return result;
        }
    }
}
