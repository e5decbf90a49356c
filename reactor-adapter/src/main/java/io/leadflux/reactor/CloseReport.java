package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.delivery.ClientStats;
import java.time.Duration;
import java.util.List;

/**
 * How a client ended.
 *
 * @param took from the call to the report
 * @param stats the client's last figures
 * @param left a result for each event that had none in time; {@link DeliveryResult#mayBeDuplicate()} marks those that were in
 *     flight then, which the provider may have accepted
 * @param unlisted how many events had no result yet when the report was made, as their pipeline was busy with a subscriber;
 *     they end as closed, and are in the dead letters, but not in {@code left}
 */
public record CloseReport(Duration took, ClientStats stats, List<DeliveryResult> left, long unlisted) {

    /** Keeps its own copy of the list. */
    public CloseReport {
        left = List.copyOf(left);
    }

    /** Whether every event had its result in time. */
    public boolean isComplete() {
        return left.isEmpty() && unlisted == 0;
    }

    /** The figures; how many events are left, and none of them. */
    @Override
    public String toString() {
        return "CloseReport{took=" + took + ", left=" + left.size() + ", unlisted=" + unlisted + ", " + stats + '}';
    }
}
