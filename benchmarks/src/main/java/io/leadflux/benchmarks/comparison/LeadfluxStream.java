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
 * Ours by the cold door: each event of a stream is built, validated, batched, encoded, sent and answered for. Built as well,
 * since an event remembers what it has found out about its texts, which no fresh one knows.
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
