package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Tells Spring Boot 4 whether events are being sent, as {@link LeadfluxHealth} says. */
final class LeadfluxHealthIndicator implements HealthIndicator {

    static final Status DEGRADED = new Status(LeadfluxHealth.DEGRADED, LeadfluxHealth.DEGRADED_DESCRIPTION);

    private final ConversionClient client;

    LeadfluxHealthIndicator(ConversionClient client) {
        this.client = client;
    }

    @Override
    public Health health() {
        LeadfluxHealth health = LeadfluxHealth.of(client);
        return Health.status(new Status(health.code(), health.description()))
                .withDetails(health.details())
                .build();
    }
}
