package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element that has come in and was judged, on its way into a batch. */
interface Arrival {

    /** What the event was made from; it comes back with the result. */
    Object source();

    ServerEvent event();

    /** The event as bytes, where it came as bytes. */
    default @Nullable EncodedEvent encoded() {
        return null;
    }

    /** Whether nobody but the pipeline holds the event, so that it takes less memory as bytes. */
    boolean isOurs();

    /** Why it may not be sent; empty when it may. */
    List<Violation> violations();

    /** When it came in, by the client's clock; {@code now} if that was a moment ago. */
    long arrivedAt(long now);
}
