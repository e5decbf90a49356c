package io.leadflux.examples.web.operations;

import io.leadflux.reactor.delivery.Health;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operations page shows of one moment.
 *
 * @param number from 1, one for each sample
 * @param concurrencyLimit how many requests may be in flight at once
 * @param stats the client's counters since the start, and what waits, by the names that the page uses
 * @param deliveries of the last ten seconds: from an event's arrival to its acceptance
 * @param requests of the last ten seconds: from the start of a request to its response
 * @param endpoint null when the events go to a real endpoint
 */
record Sample(
        long number,
        Instant time,
        Health health,
        int concurrencyLimit,
        Map<String, Long> stats,
        Percentiles.Values deliveries,
        Percentiles.Values requests,
        List<Failure> failures,
        @Nullable EndpointState endpoint) {

    /**
     * The endpoint inside the site.
     *
     * @param accepted events that it accepted
     * @param visitors simulated visitors a second
     */
    record EndpointState(EndpointFault fault, long accepted, int visitors) {}
}
