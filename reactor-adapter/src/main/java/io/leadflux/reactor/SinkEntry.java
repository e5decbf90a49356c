package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;

/** An event in the sink's queue, which may be sent, and when it came in. Nobody waits for its result, but for one's of {@link Awaited}. */
sealed class SinkEntry implements Arrival {

    private static final Logger LOG = Loggers.getLogger(EventSink.class);

    /** The source of what nobody waits for. */
    static final Object NOBODY = new Object();

    /** Beside a byte for each character of its texts: about what every event takes in memory and on the wire. */
    private static final int FIXED_BYTES = 300;

    /** Beside the bytes of an encoded event: about what else there is of it in memory. */
    private static final int ENCODED_BYTES = 100;

    /** A {@link ServerEvent} or an {@link EncodedEvent}. */
    private final Object event;

    private final long arrivedAt;

    private SinkEntry(Object event, long arrivedAt) {
        this.event = event;
        this.arrivedAt = arrivedAt;
    }

    /** @param waiting who waits for the result, or {@link #NOBODY} */
    static SinkEntry of(ServerEvent event, long arrivedAt, Object waiting) {
        return entry(event, arrivedAt, waiting);
    }

    /** As {@link #of(ServerEvent, long, Object)}, of an event that is bytes already. */
    static SinkEntry of(EncodedEvent event, long arrivedAt, Object waiting) {
        return entry(event, arrivedAt, waiting);
    }

    private static SinkEntry entry(Object event, long arrivedAt, Object waiting) {
        return waiting == NOBODY ? new SinkEntry(event, arrivedAt) : new Awaited(event, arrivedAt, waiting);
    }

    /** Of an event whose result somebody waits for; apart, since most events have none and are smaller for it. */
    private static final class Awaited extends SinkEntry {

        private final Object waiting;

        Awaited(Object event, long arrivedAt, Object waiting) {
            super(event, arrivedAt);
            this.waiting = waiting;
        }

        @Override
        public Object source() {
            return waiting;
        }
    }

    boolean isLead() {
        EventName name = event instanceof EncodedEvent encoded ? encoded.name() : ((ServerEvent) event).name();
        return name == EventName.GENERATE_LEAD;
    }

    /** The room that it takes. */
    int bytes() {
        return event instanceof EncodedEvent encoded ? ENCODED_BYTES + encoded.length() : bytes((ServerEvent) event);
    }

    /** The room that an event would take. */
    static int bytes(ServerEvent event) {
        return FIXED_BYTES + event.textLength();
    }

    /** Who waits for the result, so that nothing else of the entry is kept once its event is in a batch. */
    @Override
    public Object source() {
        return NOBODY;
    }

    @Override
    public ServerEvent event() {
        return event instanceof EncodedEvent encoded ? encoded.event() : (ServerEvent) event;
    }

    @Override
    public @Nullable EncodedEvent encoded() {
        return event instanceof EncodedEvent encoded ? encoded : null;
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
    static Object answer(Object source, Settlement settlement, int index) {
        if (source != NOBODY) {
            answer(source, settlement.result(index));
        }
        return source;
    }

    /** What the one who waits throws must not keep the others' results from them. */
    @SuppressWarnings("unchecked") // a source is nobody, or one who waits for a result
    static void answer(Object source, DeliveryResult result) {
        if (source != NOBODY) {
            try {
                ((Sinks.One<DeliveryResult>) source).tryEmitValue(result);
            } catch (Throwable broken) {
                LOG.error("A subscriber to the result of an event failed ({})", Callbacks.origin(broken));
            }
        }
    }
}
