package io.leadflux.benchmarks.memory;

import io.leadflux.batch.BatchLimits;
import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.endpoint.Producers;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.http.HttpEventSender;
import java.time.Duration;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** A client under as much load as this machine can make: threads that keep its sink full, and a stream. */
public final class Load implements AutoCloseable {

    private static final int PRODUCERS = 3;
    private static final int TEMPLATES = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** As much as the sink may hold by default. */
    private static final double SINK_MIB = 32;

    private final HttpEventSender sender;
    private final ConversionClient client;
    private final int concurrency;
    private final Disposable.Composite running = Disposables.composite();
    private final List<ServerEvent> templates = BenchmarkEvents.seeded(7).list(TEMPLATES);

    /** A client that idles. */
    public Load(Target target) {
        sender = target.sender();
        client = target.client(sender, ConcurrencyLimit.fixed(target.concurrency()));
        concurrency = target.concurrency();
    }

    /** Sets the load going when a first event has been accepted; it ends with {@link #close()}. */
    public void start() {
        client.send(Flux.just(templates.get(0))).blockLast(PATIENCE);
        running.add(Producers.emit(fresh(), client.sink(), PRODUCERS).subscribe());
        running.add(Producers.onThread(client.send(fresh()).then()).subscribe());
    }

    /** Without end; every event is an object of its own. */
    private Flux<ServerEvent> fresh() {
        return Flux.generate(() -> 0L, (number, events) -> {
            events.next(copy(templates.get((int) (number % TEMPLATES)), number));
            return number + 1;
        });
    }

    private static ServerEvent copy(ServerEvent event, long number) {
        return event.withDedupeId("copy-" + number);
    }

    /** How many events have been accepted so far. */
    public long accepted() {
        return client.stats().accepted();
    }

    /**
     * What the client may hold by its limits: a full sink, and for each of its two doors as many full bodies as may be under
     * way, and one that fills.
     */
    public double boundMiB() {
        return SINK_MIB + 2 * (concurrency + 1) * BatchLimits.DEFAULT.maxBytes() / Heap.MIB;
    }

    @Override
    public void close() {
        running.dispose();
        client.close(PATIENCE).block();
        sender.disposeLater().block();
    }
}
