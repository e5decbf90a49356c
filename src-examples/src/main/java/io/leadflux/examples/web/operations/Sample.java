package io.leadflux.examples.web.operations;

import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.Health;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operations page shows of one moment. Counts are totals since the start.
 *
 * @param number from 1, one for each sample
 * @param concurrencyLimit how many POSTs may be under way at once
 * @param deliveries of the last ten seconds: from an event's arrival to its acceptance
 * @param requests of the last ten seconds: from the start of a POST to its answer
 * @param endpoint null when the events go to a real one
 */
record Sample(
        long number,
        Instant time,
        Health health,
        int concurrencyLimit,
        ClientStats stats,
        Percentiles.Values deliveries,
        Percentiles.Values requests,
        List<Failure> troubles,
        @Nullable Endpoint endpoint) {

    /**
     * The endpoint within the site.
     *
     * @param accepted events that it took
     * @param visitors how many simulated visitors come each second
     */
    record Endpoint(Fault fault, long accepted, int visitors) {}
}
