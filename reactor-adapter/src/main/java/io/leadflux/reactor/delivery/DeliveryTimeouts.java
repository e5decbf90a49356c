package io.leadflux.reactor.delivery;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import java.time.Duration;

/** How long an event may take from its arrival to its acceptance, by its name. Immutable. */
public final class DeliveryTimeouts {

    static final DeliveryTimeouts DEFAULT = new DeliveryTimeouts(Duration.ofMinutes(2), Duration.ofHours(24));

    private final Duration pageView;
    private final Duration lead;
    private final long pageViewNanos;
    private final long leadNanos;

    DeliveryTimeouts(Duration pageView, Duration lead) {
        this.pageView = pageView;
        this.lead = lead;
        this.pageViewNanos = pageView.toNanos();
        this.leadNanos = lead.toNanos();
    }

    DeliveryTimeouts with(EventName name, Duration timeout) {
        return name == EventName.GENERATE_LEAD
                ? new DeliveryTimeouts(pageView, timeout)
                : new DeliveryTimeouts(timeout, lead);
    }

    /** The timeout of the events of that name. */
    public Duration of(EventName name) {
        return name == EventName.GENERATE_LEAD ? lead : pageView;
    }

    /** The timeout of {@code event} in nanoseconds. */
    public long nanos(ServerEvent event) {
        return event.name() == EventName.GENERATE_LEAD ? leadNanos : pageViewNanos;
    }

    /** The timeout of a page view in nanoseconds. */
    public long pageViewNanos() {
        return pageViewNanos;
    }

    /** The timeout of a lead in nanoseconds. */
    public long leadNanos() {
        return leadNanos;
    }

    /** The shorter of the two, in nanoseconds. */
    public long shortestNanos() {
        return Math.min(pageViewNanos, leadNanos);
    }
}
