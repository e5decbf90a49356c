package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import org.jspecify.annotations.Nullable;

/** Results that wait for demand: those of a whole parcel, made one by one as they are asked for, or a single one. */
interface Settlement {

    int size();

    int epoch();

    Object source(int index);

    DeliveryResult result(int index);

    /** When the event came in; {@code now} when it was turned away at once. */
    long acceptedAt(int index, long now);

    /** Every result has been made; none is asked for any more. */
    default void done() {}

    /** Every event of a parcel has ended the same way. */
    record OfParcel(
            Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) implements Settlement {

        @Override
        public int size() {
            return parcel.size();
        }

        @Override
        public int epoch() {
            return parcel.epoch;
        }

        @Override
        public Object source(int index) {
            return parcel.sources[index];
        }

        @Override
        public long acceptedAt(int index, long now) {
            return parcel.acceptedAt[index];
        }

        @Override
        public DeliveryResult result(int index) {
            int attempts = parcel.attempts(index);
            boolean mayBeDuplicate = parcel.isUncertain(index);
            return parcel.batch.holdsObject(index)
                    ? result(parcel.batch.event(index), attempts, mayBeDuplicate)
                    : result(parcel.batch.encoded(index), attempts, mayBeDuplicate);
        }

        private DeliveryResult result(ServerEvent event, int attempts, boolean mayBeDuplicate) {
            return cause == null
                    ? DeliveryResult.accepted(event, attempts, mayBeDuplicate)
                    : DeliveryResult.failed(event, outcome, attempts, mayBeDuplicate, cause);
        }

        private DeliveryResult result(EncodedEvent event, int attempts, boolean mayBeDuplicate) {
            return cause == null
                    ? DeliveryResult.accepted(event, attempts, mayBeDuplicate)
                    : DeliveryResult.failed(event, outcome, attempts, mayBeDuplicate, cause);
        }

        @Override
        public void done() {
            parcel.release();
        }
    }

    /** One event that was never put into a batch. */
    record OfOne(Object source, DeliveryResult result, int epoch) implements Settlement {

        @Override
        public int size() {
            return 1;
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
