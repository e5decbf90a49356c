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

/** A client under as much load as this machine can produce: threads that keep its sink full, and a stream. */
public final class Load implements AutoCloseable {

    private static final int PRODUCERS = 3;
    private static final int TEMPLATES = 2_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(10);

    /** What the sink may hold by default. */
    private static final double SINK_MIB = 32;

    private final HttpEventSender sender;
    private final ConversionClient client;
    private final int concurrency;
    private final Disposable.Composite running = Disposables.composite();
    private final List<ServerEvent> templates = BenchmarkEvents.seeded(7).list(TEMPLATES);

    /** An idle client. */
    public Load(Target target) {
        sender = target.sender();
        client = target.client(sender, ConcurrencyLimit.fixed(target.concurrency()));
        concurrency = target.concurrency();
    }

    /** Starts the load once a first event has been accepted; {@link #close()} ends it. */
    public void start() {
        client.send(Flux.just(templates.get(0))).blockLast(CLOSE_TIMEOUT);
        running.add(Producers.emit(fresh(), client.sink(), PRODUCERS).subscribe());
        running.add(Producers.onThread(client.send(fresh()).then()).subscribe());
    }

    /** Endless; every event is a new object. */
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
     * What the client may hold by its limits: a full sink and, for the sink and for the stream, as many full bodies
     * as may be in flight and one that is filling.
     */
    public double boundMiB() {
        return SINK_MIB + 2 * (concurrency + 1) * BatchLimits.DEFAULT.maxBytes() / Heap.MIB;
    }

    @Override
    public void close() {
        running.dispose();
        client.close(CLOSE_TIMEOUT).block();
        sender.disposeLater().block();
    }
}
