package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.CloseReport;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.reactor.wire.Fault.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Closing comes to an end, whatever the network does, and tells the truth about what is left. The network is real; the
 * client's time is virtual, so that its promise can be held to the millisecond however busy the machine is.
 */
class CloseUnderFaultTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);

    /** What a client may take beyond its patience. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private static final Duration REAL_PATIENCE = Watchdog.LIMIT;

    /** As many as a stream takes before the first has its result: eight batches of fifty. */
    private static final int STREAMED = 400;

    private static final int EMITTED = 500;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    static Stream<Fault> faults() {
        Duration tenSeconds = Duration.ofSeconds(10);
        return Stream.of(
                Fault.cut(Kind.BLACK_HOLE_REQUEST, 0),
                Fault.cut(Kind.BLACK_HOLE_REQUEST, 5_000),
                Fault.cut(Kind.BLACK_HOLE_RESPONSE, 0),
                Fault.cut(Kind.BLACK_HOLE_RESPONSE, 20),
                Fault.cut(Kind.RESET_REQUEST, 0),
                Fault.cut(Kind.RESET_REQUEST, 5_000),
                Fault.cut(Kind.RESET_RESPONSE, 0),
                Fault.cut(Kind.HALF_CLOSE_REQUEST, 5_000),
                Fault.cut(Kind.HALF_CLOSE_RESPONSE, 0),
                Fault.slow(Kind.LATENCY, Integer.MAX_VALUE, tenSeconds),
                Fault.slow(Kind.BANDWIDTH, 100, Duration.ofMillis(50)),
                Fault.slow(Kind.DRIBBLE, 1, Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void close_everyExchangeGoesWrong_reportsInTime(Fault fault) throws Exception {
        try (Rig rig = new Rig(() -> fault)) {
            BlockingQueue<DeliveryResult> letters = new LinkedBlockingQueue<>();
            ConversionClient client = rig.client(rig.patientSender(), 50)
                    .scheduler(time)
                    .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)))
                    .build();
            Poured poured = pour(client);
            rig.proxy.firstExchange().block(REAL_PATIENCE);
            CloseReport report = close(client, poured, PATIENCE);
            assertHonest(rig, report, poured.streamed.get(), letters);
        }
    }

    @Test
    void close_nobodyListens_reportsInTime() throws Exception {
        HttpEventSender nowhere = HttpEventSender.builder("pixel")
                .endpoint(URI.create("http://127.0.0.1:1/v1/event"))
                .build();
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        CompletableFuture<Void> pausing = new CompletableFuture<>();
        ConversionClient client = ConversionClient.builder(nowhere, ApiKeySupplier.of("key"))
                .scheduler(time)
                .listener(new DeliveryListener() {
                    @Override
                    public void requestEnded(int events, SendResult result, Duration took) {
                        ConversionClient own = itself.get();
                        if (own.health() == Health.OUTAGE && own.stats().inFlight() == 0) {
                            pausing.complete(null);
                        }
                    }
                })
                .build();
        itself.set(client);
        Poured poured = pour(client);
        pausing.get(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS); // until time passes there is no other attempt
        CloseReport report = close(client, poured, Duration.ZERO);
        assertThat(report.left()).hasSize(STREAMED + EMITTED).noneMatch(DeliveryResult::mayBeDuplicate);
        assertThat(poured.streamed.get()).hasSize(STREAMED);
    }

    @Test
    void close_deadLettersNeverTaken_reportsInTime() throws Exception {
        try (Rig rig = new Rig(() -> Fault.cut(Kind.BLACK_HOLE_REQUEST, 0))) {
            ConversionClient client = rig.client(rig.patientSender(), 50)
                    .scheduler(time)
                    .deadLetters(letter -> Mono.never())
                    .build();
            Poured poured = pour(client);
            rig.proxy.firstExchange().block(REAL_PATIENCE);
            assertThat(close(client, poured, PATIENCE).left()).hasSize(STREAMED + EMITTED);
        }
    }

    /** The results of all events that a client was given. */
    private record Poured(
            CompletableFuture<List<DeliveryResult>> streamed, CompletableFuture<List<DeliveryResult>> emitted) {

        void await() throws Exception {
            streamed.get(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            emitted.get(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Poured pour(ConversionClient client) {
        Flux<DeliveryResult> streamed = client.send(Flux.range(0, STREAMED).map(Events::valid));
        Flux<DeliveryResult> emitted =
                Flux.range(STREAMED, EMITTED).flatMap(n -> client.sink().emit(Events.valid(n)), EMITTED);
        return new Poured(
                streamed.collectList().toFuture(), emitted.collectList().toFuture());
    }

    /**
     * Lets just as much time pass as the client has, and waits as long as the machine needs to do what is due by then.
     */
    private CloseReport close(ConversionClient client, Poured poured, Duration patience) throws Exception {
        CompletableFuture<CloseReport> told = client.close(patience).toFuture();
        time.advanceTimeBy(patience);
        poured.await();
        time.advanceTimeBy(GRACE);
        CloseReport report = told.get(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!report.left().isEmpty()) {
            assertThat(report.took()).isBetween(patience, patience.plus(GRACE));
        }
        ClientStats stats = report.stats();
        assertThat(stats.submitted()).isEqualTo(STREAMED + EMITTED);
        assertThat(stats.queued() + stats.inFlight()).isZero();
        assertThat(stats.closed()).isEqualTo(report.left().size());
        return report;
    }

    private static void assertHonest(
            Rig rig, CloseReport report, List<DeliveryResult> results, BlockingQueue<DeliveryResult> letters)
            throws InterruptedException {
        assertThat(results).hasSize(STREAMED).doesNotHaveDuplicates();
        for (DeliveryResult result : report.left()) {
            assertThat(letters.poll(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isNotNull();
            assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
            assertThat(rig.ledger.contains(Objects.requireNonNull(result.event().dedupeId()))
                            && !result.mayBeDuplicate())
                    .as("taken though denied: %s", result)
                    .isFalse();
        }
        assertThat(letters).isEmpty();
        for (DeliveryResult result : results) {
            assertThat(result.isAccepted()
                            && !rig.ledger.contains(
                                    Objects.requireNonNull(result.event().dedupeId())))
                    .as("lost: %s", result)
                    .isFalse();
        }
    }
}
