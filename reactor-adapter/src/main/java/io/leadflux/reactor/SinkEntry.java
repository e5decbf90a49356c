package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/** An event in the sink's queue, which may be sent, with whoever waits for its result. */
final class SinkEntry implements Arrival {

    /** Beside a byte for each character of its texts: about what every event takes in memory and on the wire. */
    private static final int FIXED_BYTES = 300;

    final ServerEvent event;
    final int bytes;

    private final long arrivedAt;
    private final Sinks.@Nullable One<DeliveryResult> waiting;

    SinkEntry(ServerEvent event, long arrivedAt, Sinks.@Nullable One<DeliveryResult> waiting) {
        this.event = event;
        this.bytes = FIXED_BYTES + event.textLength();
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
}
