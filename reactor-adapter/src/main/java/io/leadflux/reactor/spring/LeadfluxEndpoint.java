package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.Health;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The Actuator endpoint {@code leadflux}: what the client is doing. Nothing about a person, no key. */
@Endpoint(id = "leadflux")
final class LeadfluxEndpoint {

    private final ConversionClient client;

    LeadfluxEndpoint(ConversionClient client) {
        this.client = client;
    }

    /**
     * The response.
     *
     * @param health whether events are being sent, and if not, why
     * @param oldestAge how long the oldest event has waited for its turn, a response, or another attempt
     * @param concurrencyLimit how many requests may be in flight at once
     * @param sinkEvents events in the sink's queue
     * @param sinkBytes bytes in the sink's queue, estimated
     * @param batchFill events per sealed batch on average
     * @param stats what the client has done so far
     */
    record Snapshot(
            Health health,
            Duration oldestAge,
            int concurrencyLimit,
            int sinkEvents,
            long sinkBytes,
            double batchFill,
            Map<String, Long> stats) {}

    @ReadOperation
    Snapshot snapshot() {
        ClientStats stats = client.stats();
        return new Snapshot(
                client.health(),
                client.oldestAge(),
                client.concurrency(),
                client.sink().queuedEvents(),
                client.sink().queuedBytes(),
                stats.batchFill(),
                stats.asMap());
    }
}
