package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;

/**
 * A result beside the element that its event was made from, such as a line number or a record of a message broker.
 *
 * @param source the element as the caller's stream emitted it
 * @param result what became of its event
 */
public record CorrelatedResult<T>(T source, DeliveryResult result) {

    /** The result alone: the element may hold what the event must not show. */
    @Override
    public String toString() {
        return "CorrelatedResult{" + result + '}';
    }
}
