package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.ApiKeySupplier;
import io.leadflux.reactor.ClientStats;
import io.leadflux.reactor.CloseReport;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.reactor.wire.Fault.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Closing comes to an end, whatever the network does, and tells the truth about what is left. */
@Timeout(60)
class CloseUnderFaultTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration PROMISED = PATIENCE.plusMillis(100);

    /** What a busy machine may add by waking threads late. */
    private static final Duration SCHEDULING = Duration.ofMillis(250);

    private static final int STREAMED = 1_000;
    private static final int EMITTED = 500;

    static Stream<Fault> faults() {
        Duration tenSeconds = Duration.ofSeconds(10);
        return Stream.of(
                Fault.cut(Kind.BLACK_HOLE_REQUEST, 0),
                Fault.cut(Kind.BLACK_HOLE_REQUEST, 5_000),
                Fault.cut(Kind.BLACK_HOLE_ANSWER, 0),
                Fault.cut(Kind.BLACK_HOLE_ANSWER, 20),
                Fault.cut(Kind.RESET_REQUEST, 0),
                Fault.cut(Kind.RESET_REQUEST, 5_000),
                Fault.cut(Kind.RESET_ANSWER, 0),
                Fault.cut(Kind.HALF_CLOSE_REQUEST, 5_000),
                Fault.cut(Kind.HALF_CLOSE_ANSWER, 0),
                Fault.slow(Kind.LATENCY, Integer.MAX_VALUE, tenSeconds),
                Fault.slow(Kind.BANDWIDTH, 100, Duration.ofMillis(50)),
                Fault.slow(Kind.DRIBBLE, 1, Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void close_everyExchangeGoesWrong_reportsInTime(Fault fault) {
        try (Rig rig = new Rig(() -> fault)) {
            List<DeliveryResult> letters = new CopyOnWriteArrayList<>();
            ConversionClient client = rig.client(rig.patientSender(), 50)
                    .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)))
                    .build();
            List<DeliveryResult> results = pour(client);
            rig.proxy.firstExchange().block(Duration.ofSeconds(10));
            CloseReport report = close(client, fault.toString());
            assertHonest(rig, report, results, letters);
        }
    }

    @Test
    void close_nobodyListens_reportsInTime() {
        HttpEventSender nowhere = HttpEventSender.builder("pixel")
                .endpoint(URI.create("http://127.0.0.1:1/v1/event"))
                .build();
        ConversionClient client = ConversionClient.create(nowhere, ApiKeySupplier.of("key"));
        List<DeliveryResult> results = pour(client);
        CloseReport report = close(client, "refused");
        assertThat(report.left()).hasSize(STREAMED + EMITTED).noneMatch(DeliveryResult::mayBeDuplicate);
        assertThat(results).hasSize(STREAMED);
    }

    @Test
    void close_deadLettersNeverTaken_reportsInTime() {
        try (Rig rig = new Rig(() -> Fault.cut(Kind.BLACK_HOLE_REQUEST, 0))) {
            ConversionClient client = rig.client(rig.patientSender(), 50)
                    .deadLetters(letter -> Mono.never())
                    .build();
            pour(client);
            rig.proxy.firstExchange().block(Duration.ofSeconds(10));
            assertThat(close(client, "dead letters never taken").left()).hasSize(STREAMED + EMITTED);
        }
    }

    private static List<DeliveryResult> pour(ConversionClient client) {
        List<DeliveryResult> results = new CopyOnWriteArrayList<>();
        client.send(Flux.range(0, STREAMED).map(Events::valid)).subscribe(results::add);
        for (int n = STREAMED; n < STREAMED + EMITTED; n++) {
            client.sink().tryEmit(Events.valid(n));
        }
        return results;
    }

    private static CloseReport close(ConversionClient client, String what) {
        CloseReport report = Objects.requireNonNull(client.close(PATIENCE).block(Duration.ofSeconds(30)));
        System.out.printf(
                "close under %s took %d ms, left %d%n",
                what, report.took().toMillis(), report.left().size());
        assertThat(report.took()).isLessThan(PROMISED.plus(SCHEDULING));
        ClientStats stats = report.stats();
        assertThat(stats.submitted()).isEqualTo(STREAMED + EMITTED);
        assertThat(stats.queued() + stats.inFlight()).isZero();
        assertThat(stats.closed()).isEqualTo(report.left().size());
        return report;
    }

    private static void assertHonest(
            Rig rig, CloseReport report, List<DeliveryResult> results, List<DeliveryResult> letters) {
        assertThat(results).hasSize(STREAMED).doesNotHaveDuplicates();
        assertThat(letters).hasSameSizeAs(report.left());
        for (DeliveryResult result : report.left()) {
            assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
            assertThat(rig.ledger.contains(Objects.requireNonNull(result.event().dedupeId()))
                            && !result.mayBeDuplicate())
                    .as("taken though denied: %s", result)
                    .isFalse();
        }
        for (DeliveryResult result : results) {
            assertThat(result.isAccepted()
                            && !rig.ledger.contains(
                                    Objects.requireNonNull(result.event().dedupeId())))
                    .as("lost: %s", result)
                    .isFalse();
        }
    }
}
