package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.CloseReport;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.wire.Audit.Findings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Pours events into a client of a {@link Rig}, and has its results audited. */
final class Traffic {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int THREADS = 8;

    final Rig rig;
    private final int events;
    private final Audit audit;
    private final ConversionClient client;

    Traffic(Rig rig, int events, int maxEvents) {
        this.rig = rig;
        this.events = events;
        this.audit = new Audit(events);
        this.client = rig.client(maxEvents)
                .deadLetters(letter -> Mono.fromRunnable(() -> audit.deadLetter(letter)))
                .build();
    }

    Traffic(Rig rig, ConversionClient client, int events) {
        this.rig = rig;
        this.events = events;
        this.audit = new Audit(events);
        this.client = client;
    }

    void throughFlux() {
        throughFlux(result -> {});
    }

    /** All events as one stream; {@code watcher} is told how many results there are. */
    void throughFlux(Consumer<Integer> watcher) {
        int[] results = new int[1];
        Flux<ServerEvent> source = Flux.range(0, events).map(Events::valid);
        client.send(source)
                .doOnNext(audit::note)
                .doOnNext(result -> watcher.accept(++results[0]))
                .blockLast(PATIENCE);
    }

    /**
     * Half of the threads wait for results, within bounds; half fire and forget, and come again when the sink is full.
     */
    void throughSink() {
        EventSink sink = client.sink();
        Flux.range(0, THREADS)
                .flatMap(thread ->
                        Mono.fromRunnable(() -> thread(sink, thread)).subscribeOn(Schedulers.boundedElastic()))
                .blockLast(PATIENCE);
        CloseReport report = Objects.requireNonNull(client.close(PATIENCE).block(PATIENCE));
        assertThat(report.left()).isEmpty();
    }

    private void thread(EventSink sink, int thread) {
        IntStream numbers = IntStream.range(0, events).filter(n -> n % THREADS == thread);
        if (thread % 2 == 0) {
            Flux.fromStream(numbers.boxed())
                    .flatMap(n -> resultOf(sink, n), 1_000)
                    .doOnNext(audit::note)
                    .blockLast(PATIENCE);
        } else {
            numbers.forEach(n -> emitUntilTaken(sink, n));
        }
    }

    private static Mono<DeliveryResult> resultOf(EventSink sink, int number) {
        return sink.emit(Events.valid(number))
                .filter(result -> result.outcome() != Outcome.OVERFLOW)
                .repeatWhenEmpty(full -> full.delayElements(Duration.ofMillis(1)));
    }

    private void emitUntilTaken(EventSink sink, int number) {
        while (sink.tryEmit(Events.valid(number)) != EmitResult.OK) {
            LockSupport.parkNanos(1_000_000);
        }
        audit.taken(number);
    }

    /** Kills the endpoint when so many results are there, and starts it again a little later. */
    static Consumer<Integer> killing(Rig rig, Integer... atResults) {
        return results -> {
            if (Arrays.asList(atResults).contains(results)) {
                Schedulers.boundedElastic().schedule(() -> {
                    rig.kill();
                    LockSupport.parkNanos(300_000_000);
                    rig.restart();
                });
            }
        };
    }

    Findings findings() {
        return audit.against(rig.ledger);
    }

    ClientStats stats() {
        return client.stats();
    }
}
