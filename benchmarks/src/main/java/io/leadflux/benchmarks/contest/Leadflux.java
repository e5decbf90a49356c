package io.leadflux.benchmarks.contest;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ApiKeySupplier;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.CorrelatedResult;
import io.leadflux.reactor.http.HttpEventSender;
import java.util.function.IntConsumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Ours: each event is validated, batched, encoded, sent and answered for. */
final class Leadflux implements Contestant<ServerEvent> {

    private final ConversionClient client;

    Leadflux(Target target) {
        Keys keys = target.keys();
        HttpEventSender sender = HttpEventSender.builder(Target.PIXEL_ID)
                .endpoint(target.endpoint())
                .maxConnections(target.concurrency())
                .httpClient(http -> keys == null ? http : http.secure(spec -> spec.sslContext(keys.forNetty())))
                .build();
        client = ConversionClient.builder(sender, ApiKeySupplier.of(Target.API_KEY))
                .concurrency(target.concurrency())
                .linger(Target.LINGER)
                .build();
    }

    @Override
    public ServerEvent model(ServerEvent event) {
        return event;
    }

    @Override
    public Publisher<?> fullSpeed(Flux<ServerEvent> events, IntConsumer accepted) {
        return client.send(events).doOnNext(result -> accepted.accept(checked(result)));
    }

    @Override
    public Flux<Timed<ServerEvent>> paced(Flux<Timed<ServerEvent>> events) {
        return client.send(events, Timed::event)
                .doOnNext(correlated -> checked(correlated.result()))
                .map(CorrelatedResult::source);
    }

    private static int checked(DeliveryResult result) {
        if (!result.isAccepted()) {
            throw new IllegalStateException(result.toString());
        }
        return 1;
    }
}
