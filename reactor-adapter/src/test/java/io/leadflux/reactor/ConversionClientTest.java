package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.deliver;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class ConversionClientTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    // Identity

    @Test
    void send_noDedupeId_givesOneThatStaysTheSameThroughRetries() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(attempt == 1 ? 500 : 200));
        List<DeliveryResult> results =
                deliver(sender, time, Duration.ofSeconds(1), Events.withoutDedupeId(), Events.withoutDedupeId());
        List<String> ids = sender.dedupeIds();
        assertThat(ids).hasSize(4).doesNotContainNull();
        assertThat(ids.subList(0, 2)).doesNotHaveDuplicates().isEqualTo(ids.subList(2, 4));
        assertThat(results)
                .extracting(result -> result.event().dedupeId())
                .containsExactlyElementsOf(ids.subList(0, 2));
    }

    @Test
    void send_withCorrelation_givesEachResultItsSource() {
        Flux<CorrelatedResult<Integer>> results =
                client(FakeSender.accepting(), time).build().send(Flux.range(0, 300), Events::valid);
        StepVerifier.create(results.map(one -> one.result().event().equals(Events.valid(one.source()))))
                .thenConsumeWhile(matches -> matches)
                .verifyComplete();
    }

    // Watching

    @Test
    void listener_isToldOfEveryPostAndEveryEnd_andItsFailuresAreCounted() {
        List<String> told = new ArrayList<>();
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void requestStarted(int events, Duration waited, int attempt) {
                told.add("start " + events + " after " + waited.toMillis() + " attempt " + attempt);
            }

            @Override
            public void requestEnded(int events, SendResult result, Duration took) {
                told.add("end " + events + " " + result + " in " + took.toMillis());
            }

            @Override
            public void eventEnded(DeliveryResult result, Duration took) {
                told.add(result.outcome() + " in " + took.toMillis());
                throw new IllegalStateException("broken listener");
            }
        };
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(10), time));
        ConversionClient client = client(sender, time).listener(listener).build();
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        client.send(source.asFlux()).subscribe();
        source.tryEmitNext(Events.invalid(0)).orThrow();
        source.tryEmitNext(Events.valid(1)).orThrow();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(told)
                .containsExactly(
                        "INVALID in 0", "start 1 after 50 attempt 1", "end 1 status 200 in 10", "ACCEPTED in 60");
        assertThat(client.stats().callbackFailures()).isEqualTo(2);
        assertThat(client.stats().accepted()).isEqualTo(1);
    }

    // Life cycle

    @Test
    void stats_atAnyTime_addUp() {
        FakeSender sender = FakeSender.answering(
                (batch, attempt) -> status(attempt % 2 == 0 ? 200 : 404).delayElement(Duration.ofMillis(10), time));
        ConversionClient client = client(sender, time).concurrency(2).build();
        client.send(Flux.range(0, 1_000).map(n -> n % 10 == 0 ? Events.invalid(n) : Events.valid(n)))
                .subscribe();
        for (int i = 0; i < 20; i++) {
            time.advanceTimeBy(Duration.ofMillis(5));
            ClientStats stats = client.stats();
            assertThat(stats.submitted())
                    .isEqualTo(
                            stats.accepted() + stats.invalid() + stats.rejected() + stats.queued() + stats.inFlight());
            assertThat(stats.queued()).isNotNegative();
            assertThat(stats.inFlight()).isBetween(0L, 200L);
        }
        time.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(client.stats().invalid()).isEqualTo(100);
    }

    @Test
    void oldestAge_postUnderWay_countsFromTheArrivalOfItsOldestEvent() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(3), time));
        ConversionClient client = client(sender, time).build();
        assertThat(client.oldestAge()).isZero();
        client.send(Flux.just(Events.valid(1))).subscribe();
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(client.oldestAge()).isEqualTo(Duration.ofSeconds(2));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(client.oldestAge()).isZero();
    }

    @Test
    void oldestAge_openBatchWaitsForItsTurn_countsFromItsFirstEvent() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt == 1 ? status(200).delayElement(Duration.ofSeconds(3), time) : Mono.never());
        ConversionClient client = client(sender, time).concurrency(1).build();
        client.sink().tryEmit(Events.valid(1));
        time.advanceTimeBy(Duration.ofSeconds(1));
        client.sink().tryEmit(Events.valid(2));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(client.oldestAge()).isEqualTo(Duration.ofSeconds(2));
        time.advanceTimeBy(Duration.ofMillis(1_500));
        assertThat(client.oldestAge()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void oldestAge_outage_growsToTheDeadlineAndNoFurther() {
        ConversionClient client = client(FakeSender.status(503), time)
                .deliveryTimeout(Duration.ofSeconds(30))
                .build();
        client.send(Flux.fromIterable(Events.valid(0, 500))).subscribe();
        time.advanceTimeBy(Duration.ofSeconds(29));
        assertThat(client.oldestAge()).isEqualTo(Duration.ofSeconds(29));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(client.oldestAge()).isZero();
    }

    @Test
    void close_inTime_sendsWhatWaitsAndReportsNothingLeft() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(1), time));
        ConversionClient client = client(sender, time)
                .concurrency(1)
                .linger(Duration.ofMinutes(1))
                .build();
        List<Outcome> outcomes = new ArrayList<>();
        AtomicBoolean completed = new AtomicBoolean();
        client.send(Flux.concat(Flux.fromIterable(Events.valid(0, 150)), Flux.never()))
                .subscribe(result -> outcomes.add(result.outcome()), error -> {}, () -> completed.set(true));
        List<CloseReport> reports = new ArrayList<>();
        client.close(Duration.ofSeconds(10)).subscribe(reports::add);
        time.advanceTimeBy(Duration.ofMillis(1_999));
        assertThat(reports).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isComplete()).isTrue();
            assertThat(report.took()).isEqualTo(Duration.ofSeconds(2));
            assertThat(report.stats().accepted()).isEqualTo(150);
        });
        assertThat(outcomes).hasSize(150).containsOnly(Outcome.ACCEPTED);
        assertThat(completed).isTrue();
    }

    @Test
    void close_atTheDeadline_reportsWhatIsLeftAndFlagsWhatFlies() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.never());
        ConversionClient client = client(sender, time).concurrency(1).build();
        List<Outcome> outcomes = new ArrayList<>();
        client.send(Flux.fromIterable(Events.valid(0, 250))).subscribe(result -> outcomes.add(result.outcome()));
        List<CloseReport> reports = new ArrayList<>();
        client.close(Duration.ofSeconds(3)).subscribe(reports::add);
        client.close(Duration.ofSeconds(99)).subscribe(reports::add);
        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(reports).hasSize(2);
        CloseReport report = reports.get(0);
        assertThat(reports.get(1)).isSameAs(report);
        assertThat(report.took()).isLessThanOrEqualTo(Duration.ofMillis(3_100));
        assertThat(report.left()).hasSize(250);
        assertThat(report.left()).filteredOn(DeliveryResult::mayBeDuplicate).hasSize(100);
        assertThat(report.stats().closed()).isEqualTo(250);
        assertThat(report.stats().inFlight()).isZero();
        assertThat(outcomes).hasSize(250).containsOnly(Outcome.CLOSED);
        assertThat(client.health()).isEqualTo(Health.CLOSED);
    }

    @Test
    void flush_beforeLinger_completesWhenWhatCameBeforeIsAnswered() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(1), time));
        ConversionClient client =
                client(sender, time).linger(Duration.ofMinutes(1)).build();
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        client.send(source.asFlux()).subscribe();
        source.tryEmitNext(Events.valid(1)).orThrow();
        AtomicBoolean flushed = new AtomicBoolean();
        client.flush().subscribe(nothing -> {}, error -> {}, () -> flushed.set(true));
        source.tryEmitNext(Events.valid(2)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(999));
        assertThat(flushed).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(flushed).isTrue();
        assertThat(sender.sizes()).containsExactly(1);
    }

    @Test
    void send_afterDispose_cancelsTheSourceAndCompletes() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time).build();
        client.dispose();
        time.advanceTime();
        assertThat(client.isDisposed()).isTrue();
        TestPublisher<ServerEvent> source = TestPublisher.create();
        StepVerifier.create(client.send(source)).verifyComplete();
        source.assertCancelled();
        source.assertWasNotRequested();
        assertThat(sender.batches).isEmpty();
    }

    // Wrong calls

    @Test
    void builder_outOfRange_namesTheOptionAndTheValue() {
        ConversionClient.Builder builder = client(FakeSender.accepting(), time);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.concurrency(0))
                .withMessage("concurrency must be from 1 to 1024, least before most, not 0 to 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.linger(Duration.ofMillis(-1)))
                .withMessageContaining("linger")
                .withMessageContaining("PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.deliveryTimeout(Duration.ZERO))
                .withMessageContaining("deliveryTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("max");
    }

    @Test
    void create_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> client(FakeSender.accepting(), time).validator(null))
                .withMessage("validator");
    }

    @Test
    void keySupplier_keyThatNoHeaderCarries_isRefusedWithoutBeingRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeySupplier.of("secret\r\nX-Evil: 1"))
                .withMessageNotContaining("secret");
    }
}
