package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.CorrelatedResult;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Our {@code send(flux)}: each event of a stream is built, validated, batched, encoded and sent, and gets its result.
 * Building is included because an event remembers the scan of its texts, which a new event has not had yet.
 */
final class LeadfluxStream implements Candidate<ServerEvent.Builder> {

    private final ConversionClient client;

    LeadfluxStream(Target target) {
        client = target.client();
    }

    @Override
    public ServerEvent.Builder model(ServerEvent event) {
        return event.toBuilder();
    }

    @Override
    public Publisher<Integer> fullSpeed(Flux<ServerEvent.Builder> events) {
        return client.send(events.map(ServerEvent.Builder::build)).map(LeadfluxStream::counted);
    }

    @Override
    public Flux<Timed<ServerEvent.Builder>> paced(Flux<Timed<ServerEvent.Builder>> events) {
        return client.send(events, timed -> timed.event().build())
                .doOnNext(correlated -> counted(correlated.result()))
                .map(CorrelatedResult::source);
    }

    @Override
    public void close() {
        client.close(Duration.ZERO).block();
    }

    static int counted(DeliveryResult result) {
        if (!result.isAccepted()) {
            throw new IllegalStateException(result.toString());
        }
        return 1;
    }
}
