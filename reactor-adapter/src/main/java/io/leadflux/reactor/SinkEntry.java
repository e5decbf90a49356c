package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.reactor.delivery.CallbackGuard;
import io.leadflux.reactor.delivery.Completion;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;

/** A valid event in the sink's queue, and when it came in. Its result is not awaited, but for that of an {@link Awaited}. */
sealed class SinkEntry implements Intake.Arrival {

    private static final Logger LOG = Loggers.getLogger(EventSink.class);

    /** The source of an event whose result is not awaited. */
    static final Object NOT_AWAITED = new Object();

    /** What every event takes in memory beside the characters of its texts, about. */
    private static final int FIXED_BYTES = 300;

    /** The last character that the JVM keeps in one byte; a text with any beyond takes two bytes for each. */
    private static final char LAST_OF_ONE_BYTE = 0xff;

    private final ServerEvent event;
    private final long arrivedAt;

    private SinkEntry(ServerEvent event, long arrivedAt) {
        this.event = event;
        this.arrivedAt = arrivedAt;
    }

    /** @param waiting the sink of the result, or {@link #NOT_AWAITED} */
    static SinkEntry of(ServerEvent event, long arrivedAt, Object waiting) {
        return waiting == NOT_AWAITED ? new SinkEntry(event, arrivedAt) : new Awaited(event, arrivedAt, waiting);
    }

    /** Of an event whose result is awaited; apart, since most events have none and are smaller for it. */
    private static final class Awaited extends SinkEntry {

        private final Object waiting;

        Awaited(ServerEvent event, long arrivedAt, Object waiting) {
            super(event, arrivedAt);
            this.waiting = waiting;
        }

        @Override
        public Object source() {
            return waiting;
        }
    }

    boolean isLead() {
        return event.name() == EventName.GENERATE_LEAD;
    }

    /** The room that it takes. */
    int bytes() {
        return FIXED_BYTES + event.textLength() + (event.isPlain() ? 0 : secondBytes(event));
    }

    private static int secondBytes(ServerEvent event) {
        UserData user = event.userData();
        EventData data = event.data();
        int bytes = secondBytes(event.eventSourceUrl()) + secondBytes(event.dedupeId());
        if (user != null) {
            bytes += secondBytes(user.clientIpAddress())
                    + secondBytes(user.clientUserAgent())
                    + secondBytes(user.aleid())
                    + secondBytes(user.clientId())
                    + secondBytes(user.alart())
                    + secondBytes(user.userId());
        }
        return bytes + (data == null ? 0 : secondBytes(data.currency()));
    }

    private static int secondBytes(@Nullable String text) {
        for (int i = 0; text != null && i < text.length(); i++) {
            if (text.charAt(i) > LAST_OF_ONE_BYTE) {
                return text.length();
            }
        }
        return 0;
    }

    /** What awaits the result, so that nothing else of the entry is kept once its event is in a batch. */
    @Override
    public Object source() {
        return NOT_AWAITED;
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

    /** Tells what awaits the result; a result that is not awaited is never made. */
    static Object tell(Object source, Completion completion, int index) {
        if (source != NOT_AWAITED) {
            tell(source, completion.result(index));
        }
        return source;
    }

    /** What the subscriber to one result throws must not keep the others' results from them. */
    @SuppressWarnings("unchecked") // a source is a sink of a result, if it is awaited
    static void tell(Object source, DeliveryResult result) {
        if (source != NOT_AWAITED) {
            try {
                ((Sinks.One<DeliveryResult>) source).tryEmitValue(result);
            } catch (Throwable broken) {
                LOG.error("A subscriber to the result of an event failed ({})", CallbackGuard.origin(broken));
            }
        }
    }
}
