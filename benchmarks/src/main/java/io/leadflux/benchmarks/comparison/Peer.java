package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.json.WireEvent;
import io.leadflux.event.ServerEvent;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A pipeline as you would write it by hand: collect, encode, POST, several at once. It validates nothing, and at full
 * speed it reports only how many events a batch had.
 */
final class Peer implements Candidate<WireEvent> {

    private final Buffering buffering;
    private final Poster poster;
    private final int concurrency;

    Peer(Target target, Buffering buffering, Poster poster) {
        this.buffering = buffering;
        this.poster = poster;
        this.concurrency = target.concurrency();
    }

    @Override
    public WireEvent model(ServerEvent event) {
        return WireEvent.of(event);
    }

    @Override
    public Publisher<Integer> fullSpeed(Flux<WireEvent> events) {
        return buffering.of(events).flatMap(batch -> poster.post(batch).thenReturn(batch.size()), concurrency);
    }

    @Override
    public Flux<Timed<WireEvent>> paced(Flux<Timed<WireEvent>> events) {
        return buffering
                .of(events)
                .flatMap(batch -> poster.post(plain(batch)).thenReturn(batch), concurrency)
                .concatMapIterable(batch -> batch);
    }

    private static List<WireEvent> plain(List<Timed<WireEvent>> batch) {
        return batch.stream().map(Timed::event).toList();
    }
}
