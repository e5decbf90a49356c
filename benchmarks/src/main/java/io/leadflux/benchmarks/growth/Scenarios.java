package io.leadflux.benchmarks.growth;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.endpoint.Producers;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.http.HttpEventSender;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The ways to send, each by new clients that share connections, and the permits for their POSTs. */
final class Scenarios {

    private static final int EVENTS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Target target;
    private final HttpEventSender sender;
    private final int total;
    private final List<ServerEvent> events = BenchmarkEvents.seeded(7).list(EVENTS);

    Scenarios(Target target, int total) {
        this.target = target;
        this.sender = target.sender();
        this.total = total;
    }

    /** So many threads emit into one sink. */
    Rung.Sending producers(int count) {
        return new OfClients(
                1,
                clients -> Producers.emit(events(total / count), clients.get(0).sink(), count)
                        .then(clients.get(0).flush()));
    }

    /** Streams of so many events, one after the other. */
    Rung.Sending stream(int count) {
        return new OfClients(1, clients -> streams(clients.get(0), Math.max(total / count, 1), count));
    }

    /**
     * So many clients send, all at once: each a stream at least, or one after the other. The streams are all of one length, a
     * hundredth of the total, so that nothing but the number of clients differs.
     */
    Rung.Sending clients(int count) {
        int length = Math.max(total / 100, 1);
        int streams = Math.max(total / count / length, 1);
        return new OfClients(
                count,
                clients -> Flux.fromIterable(clients)
                        .flatMap(client -> streams(client, streams, length), count)
                        .then());
    }

    private Mono<Void> streams(ConversionClient client, int count, int length) {
        return Flux.range(0, count)
                .concatMap(time -> client.send(events(length)).then())
                .then();
    }

    private Flux<ServerEvent> events(int count) {
        return Flux.range(0, count).map(index -> events.get(index % EVENTS));
    }

    /** Sends by clients of its own. */
    private final class OfClients implements Rung.Sending {

        private final List<ConversionClient> clients;
        private final Function<List<ConversionClient>, Mono<Void>> everything;

        /** @param everything completes when everything is answered for */
        OfClients(int count, Function<List<ConversionClient>, Mono<Void>> everything) {
            ConcurrencyLimit limit = ConcurrencyLimit.fixed(target.concurrency());
            this.clients = IntStream.range(0, count)
                    .mapToObj(i -> target.client(sender, limit))
                    .toList();
            this.everything = everything;
        }

        @Override
        public long send() {
            everything.apply(clients).block();
            return clients.stream()
                    .mapToLong(client -> client.stats().accepted())
                    .sum();
        }

        @Override
        public void close() {
            Flux.fromIterable(clients)
                    .flatMap(client -> client.close(PATIENCE), clients.size())
                    .blockLast();
        }
    }
}
