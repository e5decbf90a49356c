package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.json.BodyEncoder;
import io.leadflux.event.ServerEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient.RequestSender;

/** The limit: complete bodies in direct buffers, no work per event. */
final class PreEncoded implements Candidate<ServerEvent> {

    private static final int BODIES = 20;

    private final int concurrency;
    private final RequestSender sender;
    private final List<ByteBuf> bodies = BenchmarkEvents.seeded(7).batches(BODIES).stream()
            .map(new BodyEncoder()::encode)
            .map(body -> Unpooled.directBuffer(body.length).writeBytes(body))
            .map(Unpooled::unreleasableBuffer)
            .toList();

    PreEncoded(Target target) {
        concurrency = target.concurrency();
        sender = target.nettyClient().post().uri(target.uri().toString());
    }

    @Override
    public ServerEvent model(ServerEvent event) {
        return event;
    }

    @Override
    public Publisher<Integer> fullSpeed(Flux<ServerEvent> events) {
        return Flux.fromStream(IntStream.iterate(0, i -> (i + 1) % BODIES).boxed())
                .flatMap(this::post, concurrency)
                .map(status -> Target.BATCH);
    }

    @Override
    public Flux<Timed<ServerEvent>> paced(Flux<Timed<ServerEvent>> events) {
        return events.buffer(Target.BATCH)
                .flatMap(batch -> post(0).thenReturn(batch), concurrency)
                .concatMapIterable(batch -> batch);
    }

    private Mono<Integer> post(int body) {
        return sender.send(Mono.fromSupplier(() -> bodies.get(body).duplicate()))
                .responseSingle(Status::whenRead);
    }
}
