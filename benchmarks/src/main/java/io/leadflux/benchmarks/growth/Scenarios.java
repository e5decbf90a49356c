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

/** The scenarios. Each creates new clients, which share connections and permits for their requests. */
final class Scenarios {

    private static final int EVENTS = 2_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(10);

    private final Target target;
    private final HttpEventSender sender;
    private final int total;
    private final List<ServerEvent> events = BenchmarkEvents.seeded(7).list(EVENTS);

    Scenarios(Target target, int total) {
        this.target = target;
        this.sender = target.sender();
        this.total = total;
    }

    /** {@code count} threads emit into one sink. */
    Step.Sending producers(int count) {
        return new OfClients(
                1,
                clients -> Producers.emit(events(total / count), clients.get(0).sink(), count)
                        .then(clients.get(0).flush()));
    }

    /** Streams of {@code count} events, one after the other. */
    Step.Sending stream(int count) {
        return new OfClients(1, clients -> streams(clients.get(0), Math.max(total / count, 1), count));
    }

    /**
     * {@code count} clients send at the same time, each at least one stream, several one after the other. All streams
     * have the same length, a hundredth of the total, so only the number of clients differs.
     */
    Step.Sending clients(int count) {
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

    /** Sends with its own clients, which it closes. */
    private final class OfClients implements Step.Sending {

        private final List<ConversionClient> clients;
        private final Function<List<ConversionClient>, Mono<Void>> everything;

        /** @param everything completes when every event has its result */
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
                    .flatMap(client -> client.close(CLOSE_TIMEOUT), clients.size())
                    .blockLast();
        }
    }
}
