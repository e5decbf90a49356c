package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.Health;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the health indicator tells, whichever types Spring Boot has for it.
 *
 * <p>{@code UP} while events are sent; {@code DEGRADED} while sending pauses, for an outage, a refused key or refused
 * events; {@code OUT_OF_SERVICE} when the client is closed, which it remains. Actuator does not aggregate {@code
 * DEGRADED}, nor respond with 503 to it: a site must not be taken out of its load balancer because an advertiser's
 * endpoint is down.
 *
 * @param code the status
 * @param details the state of the client and what waits; nothing about a person, no key
 */
record LeadfluxHealth(String code, Map<String, Object> details) {

    static final String DEGRADED = "DEGRADED";

    /** What the status {@link #DEGRADED} means; the others are Boot's. */
    static final String DEGRADED_DESCRIPTION = "sending pauses; events are kept until their deadline";

    static LeadfluxHealth of(ConversionClient client) {
        Health state = client.health();
        ClientStats stats = client.stats();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state);
        details.put("queued", stats.queued());
        details.put("inFlight", stats.inFlight());
        details.put("sinkEvents", client.sink().queuedEvents());
        return new LeadfluxHealth(code(state), details);
    }

    String description() {
        return code.equals(DEGRADED) ? DEGRADED_DESCRIPTION : "";
    }

    private static String code(Health state) {
        return switch (state) {
            case UP -> "UP";
            case OUTAGE, UNAUTHORIZED, SYSTEMIC_REJECTION, THROTTLED -> DEGRADED;
            case CLOSED -> "OUT_OF_SERVICE";
        };
    }
}
