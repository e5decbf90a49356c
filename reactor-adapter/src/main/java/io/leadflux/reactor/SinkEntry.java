package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/** An event in the sink's queue, which may be sent, with whoever waits for its result. */
final class SinkEntry implements Arrival {

    private static final int FIXED_BYTES = 300;

    final ServerEvent event;
    final int bytes;

    private final long arrivedAt;
    private final Sinks.@Nullable One<DeliveryResult> waiting;

    SinkEntry(ServerEvent event, long arrivedAt, Sinks.@Nullable One<DeliveryResult> waiting) {
        this.event = event;
        this.bytes = estimate(event);
        this.arrivedAt = arrivedAt;
        this.waiting = waiting;
    }

    boolean isLead() {
        return event.name() == EventName.GENERATE_LEAD;
    }

    @Override
    public Object source() {
        return this;
    }

    @Override
    public ServerEvent event() {
        return event;
    }

    @Override
    public List<Violation> violations() {
        return List.of();
    }

    @Override
    public long arrivedAt(long now) {
        return arrivedAt;
    }

    /** Tells whoever waits; a result that nobody waits for is never made. */
    SinkEntry answer(Settlement settlement, int index) {
        if (waiting != null) {
            waiting.tryEmitValue(settlement.result(index));
        }
        return this;
    }

    void answer(DeliveryResult result) {
        if (waiting != null) {
            waiting.tryEmitValue(result);
        }
    }

    /** About what the event takes in memory and on the wire: a byte for each character, and what every event has. */
    private static int estimate(ServerEvent event) {
        int bytes = FIXED_BYTES + length(event.eventSourceUrl()) + length(event.dedupeId());
        UserData user = event.userData();
        if (user != null) {
            bytes += length(user.clientIpAddress()) + length(user.clientUserAgent()) + length(user.aleid());
            bytes += length(user.clientId()) + length(user.alart()) + length(user.userId());
        }
        return bytes;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
