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

    /** The source of what nobody waits for. */
    private static final Object NOBODY = new Object();

    /** Beside a byte for each character of its texts: about what every event takes in memory and on the wire. */
    private static final int FIXED_BYTES = 300;

    final int bytes;

    private final ServerEvent event;
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

    /** Who waits for the result, so that nothing else of the entry is kept once its event is in a batch. */
    @Override
    public Object source() {
        return waiting == null ? NOBODY : waiting;
    }

    @Override
    public ServerEvent event() {
        return event;
    }

    @Override
    public boolean isOurs() {
        return true;
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
    @SuppressWarnings("unchecked") // a source is nobody, or one who waits for a result
    static Object answer(Object source, Settlement settlement, int index) {
        if (source != NOBODY) {
            ((Sinks.One<DeliveryResult>) source).tryEmitValue(settlement.result(index));
        }
        return source;
    }

    void answer(DeliveryResult result) {
        if (waiting != null) {
            waiting.tryEmitValue(result);
        }
    }
}
