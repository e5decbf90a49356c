package io.leadflux.benchmarks.reactor;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.json.WireEvent;
import io.leadflux.event.ServerEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The events of one emitting thread, in a loop. */
@State(Scope.Thread)
public class Producer {

    /** Few enough that those of 16 threads fit into the cache (about 400 KB), as a newly built event does. */
    private static final int EVENTS = 32;

    private static final AtomicLong SEED = new AtomicLong();

    private final List<ServerEvent> events =
            BenchmarkEvents.seeded(SEED.incrementAndGet()).list(EVENTS);
    private final List<WireEvent> wireEvents =
            events.stream().map(WireEvent::of).toList();
    private int turn;

    /** The next event. */
    public ServerEvent next() {
        return events.get(turn++ & EVENTS - 1);
    }

    WireEvent nextWire() {
        return wireEvents.get(turn++ & EVENTS - 1);
    }
}
