package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ClientStats;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells whether events are being sent.
 *
 * <p>{@code UP} while they are; {@code DEGRADED} while sending pauses, for an outage, a refused key or refused events;
 * {@code OUT_OF_SERVICE} when the client is closed, which it remains. Actuator does not aggregate {@code DEGRADED}, nor
 * respond with 503 to it: a site must not be taken out of its load balancer because an advertiser's endpoint is down.
 */
final class LeadfluxHealthIndicator implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "sending pauses; events are kept until their deadline");

    private final ConversionClient client;

    LeadfluxHealthIndicator(ConversionClient client) {
        this.client = client;
    }

    /** The status, and as details the state of the client and what waits; nothing about a person, no key. */
    @Override
    public Health health() {
        io.leadflux.reactor.delivery.Health state = client.health();
        ClientStats stats = client.stats();
        return Health.status(status(state))
                .withDetail("state", state)
                .withDetail("queued", stats.queued())
                .withDetail("inFlight", stats.inFlight())
                .withDetail("sinkEvents", client.sink().queuedEvents())
                .build();
    }

    private static Status status(io.leadflux.reactor.delivery.Health state) {
        return switch (state) {
            case UP -> Status.UP;
            case OUTAGE, UNAUTHORIZED, SYSTEMIC_REJECTION, THROTTLED -> DEGRADED;
            case CLOSED -> Status.OUT_OF_SERVICE;
        };
    }
}
