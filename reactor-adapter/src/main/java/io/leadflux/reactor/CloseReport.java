package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;
import java.util.List;

/**
 * How a client ended.
 *
 * @param took from the call to the report
 * @param stats the client's last figures
 * @param left a result for each event that could not be answered for in time; {@link DeliveryResult#mayBeDuplicate()} marks
 *     those that were in a POST then, which the provider may have taken
 */
public record CloseReport(Duration took, ClientStats stats, List<DeliveryResult> left) {

    /** Keeps its own copy of the list. */
    public CloseReport {
        left = List.copyOf(left);
    }

    /** Whether every event was answered for in time. */
    public boolean isComplete() {
        return left.isEmpty();
    }
}
