package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import org.jspecify.annotations.Nullable;

/** Results that wait for demand: those of a whole parcel, made one by one as they are asked for, or a single one. */
interface Settlement {

    int size();

    Object source(int index);

    DeliveryResult result(int index);

    static Settlement of(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {
        return new OfParcel(parcel, outcome, cause);
    }

    static Settlement of(Object source, DeliveryResult result) {
        return new OfOne(source, result);
    }

    /** Every event of a parcel has ended the same way. */
    record OfParcel(
            Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) implements Settlement {

        @Override
        public int size() {
            return parcel.size();
        }

        @Override
        public Object source(int index) {
            return parcel.sources[index];
        }

        @Override
        public DeliveryResult result(int index) {
            ServerEvent event = parcel.batch.event(index);
            return cause == null
                    ? DeliveryResult.accepted(event, parcel.attempts, parcel.mayBeDuplicate)
                    : DeliveryResult.failed(event, outcome, parcel.attempts, parcel.mayBeDuplicate, cause);
        }
    }

    /** One event that was never put into a batch. */
    record OfOne(Object source, DeliveryResult result) implements Settlement {

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Object source(int index) {
            return source;
        }

        @Override
        public DeliveryResult result(int index) {
            return result;
        }
    }
}
