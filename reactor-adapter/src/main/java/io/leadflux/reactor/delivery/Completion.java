package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import org.jspecify.annotations.Nullable;

/** Results that wait for demand: those of a whole batch, made one by one as they are requested, or a single one. */
public abstract class Completion {

    private Completion() {}

    /**
     * Every event of a batch has ended the same way.
     *
     * @param what the first words of the cause's message; null when the events were accepted
     */
    static Completion of(OutboundBatch batch, Outcome outcome, @Nullable String what) {
        return new OfBatch(batch, outcome, what);
    }

    /** A batch that was never submitted, as its results are not wanted any more. */
    public static Completion discarded(OutboundBatch batch) {
        return of(batch, Outcome.CLOSED, "the stream ended");
    }

    /** One event that was never put into a batch. */
    public static Completion of(Object source, DeliveryResult result, int epoch) {
        return new OfOne(source, result, epoch);
    }

    /** How many events have ended. */
    public abstract int size();

    /** How all of them ended. */
    public abstract Outcome outcome();

    /** The epoch of the owner's flushes that the events belong to. */
    public abstract int epoch();

    /** What the event was made from. */
    public abstract Object source(int index);

    /** The result of the event. */
    public abstract DeliveryResult result(int index);

    /** When the event came in; {@code now} when it was turned away at once. */
    public abstract long acceptedAt(int index, long now);

    /** Every result has been made; none is requested any more. */
    public void done() {}

    private static final class OfBatch extends Completion {

        private final OutboundBatch batch;
        private final Outcome outcome;
        private final @Nullable String what;

        OfBatch(OutboundBatch batch, Outcome outcome, @Nullable String what) {
            this.batch = batch;
            this.outcome = outcome;
            this.what = what;
        }

        @Override
        public int size() {
            return batch.size();
        }

        @Override
        public Outcome outcome() {
            return outcome;
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
            DeliveryException cause =
                    new DeliveryException(message, batch.last.status(), batch.last.traceId(), batch.last.cause());
            return DeliveryResult.failed(event, outcome, attempts, mayBeDuplicate, cause);
        }

        @Override
        public void done() {
            batch.release();
        }
    }

    private static final class OfOne extends Completion {

        private final Object source;
        private final DeliveryResult result;
        private final int epoch;

        OfOne(Object source, DeliveryResult result, int epoch) {
            this.source = source;
            this.result = result;
            this.epoch = epoch;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Outcome outcome() {
            return result.outcome();
        }

        @Override
        public int epoch() {
            return epoch;
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
