package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Producers;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EventSink;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Our sink: several threads build events and call {@code tryEmit}. At the fixed rate every event is emitted by {@code
 * emit}, which returns its result.
 */
final class LeadfluxSink implements Candidate<ServerEvent.Builder> {

    private static final int PRODUCERS = 4;

    private final ConversionClient client;
    private final EventSink sink;

    LeadfluxSink(Target target) {
        client = target.client();
        sink = client.sink();
    }

    @Override
    public ServerEvent.Builder model(ServerEvent event) {
        return event.toBuilder();
    }

    @Override
    public Publisher<Integer> fullSpeed(Flux<ServerEvent.Builder> events) {
        return Producers.emit(events.map(ServerEvent.Builder::build), sink, PRODUCERS)
                .<Integer>then(Mono.empty())
                .mergeWith(Increments.of(() -> client.stats().accepted()));
    }

    @Override
    public Flux<Timed<ServerEvent.Builder>> paced(Flux<Timed<ServerEvent.Builder>> events) {
        return events.flatMap(
                timed -> sink.emit(timed.event().build())
                        .map(LeadfluxStream::counted)
                        .thenReturn(timed),
                Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        client.close(Duration.ZERO).block();
    }
}
