package io.leadflux.benchmarks.contest;

import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.CorrelatedResult;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Ours by the cold door: each event of a stream is validated, batched, encoded, sent and answered for. */
final class LeadfluxStream implements Contestant<ServerEvent> {

    private final ConversionClient client;

    LeadfluxStream(Target target) {
        client = target.client();
    }

    @Override
    public ServerEvent model(ServerEvent event) {
        return event;
    }

    @Override
    public Publisher<Integer> fullSpeed(Flux<ServerEvent> events) {
        return client.send(events).map(LeadfluxStream::counted);
    }

    @Override
    public Flux<Timed<ServerEvent>> paced(Flux<Timed<ServerEvent>> events) {
        return client.send(events, Timed::event)
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
