package io.leadflux.benchmarks.json;

import com.dslplatform.json.CompiledJson;
import io.leadflux.event.ServerEvent;
import java.util.ArrayList;
import java.util.List;

/** The body of a request in the shape that JSON libraries bind. */
@CompiledJson
public final class WireBatch {

    /** The events, in order. */
    public List<WireEvent> events = new ArrayList<>();

    /** The same events in this shape. */
    public static WireBatch of(List<ServerEvent> events) {
        WireBatch batch = new WireBatch();
        events.forEach(event -> batch.events.add(WireEvent.of(event)));
        return batch;
    }
}
