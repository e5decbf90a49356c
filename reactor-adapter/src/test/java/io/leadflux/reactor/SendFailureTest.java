package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.collect;
import static io.leadflux.reactor.Clients.deliver;
import static io.leadflux.reactor.Clients.outcomes;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.validation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The result of each event that breaks the rules, is refused or gets no answer in time, and of a source that errs. */
class SendFailureTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void send_eventBreaksRules_isAnsweredInvalidAndNeverSent() {
        FakeSender sender = FakeSender.accepting();
        StepVerifier.create(client(sender, time).build().send(Flux.just(Events.invalid(1))))
                .assertNext(result -> {
                    assertThat(result.outcome()).isEqualTo(Outcome.INVALID);
                    assertThat(result.attempts()).isZero();
                    assertThat(result.violations())
                            .singleElement()
                            .satisfies(
                                    violation -> assertThat(violation.field()).isEqualTo("event_source_url"));
                })
                .verifyComplete();
        assertThat(sender.batches).isEmpty();
    }

    @Test
    void send_invalidAmongValid_doesNotHoldUpTheOthers() {
        FakeSender sender = FakeSender.accepting();
        List<ServerEvent> events = new ArrayList<>(Events.valid(0, 10));
        events.add(5, Events.invalid(99));
        List<DeliveryResult> results = collect(client(sender, time).build().send(Flux.fromIterable(events)));
        assertThat(results).hasSize(11);
        assertThat(results).filteredOn(DeliveryResult::isAccepted).hasSize(10);
        assertThat(sender.sizes()).containsExactly(10);
    }

    @Test
    void send_eventAloneLargerThanABatch_isInvalid() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender, time).limits(BatchLimits.of(100, 1_024)).build();
        ServerEvent large = Events.valid(1).withDedupeId("x".repeat(1_000));
        StepVerifier.create(client.send(Flux.just(large)))
                .assertNext(result -> assertThat(result.violations())
                        .singleElement()
                        .satisfies(violation -> assertThat(violation.rule()).isEqualTo(Rule.EVENT_TOO_LARGE)))
                .verifyComplete();
        assertThat(sender.batches).isEmpty();
    }

    @Test
    void send_badRequestForASingleEvent_rejectsWithTheStatus() {
        StepVerifier.create(client(FakeSender.status(400), time).build().send(Flux.just(Events.valid(1))))
                .assertNext(result -> {
                    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
                    assertThat(result.attempts()).isEqualTo(1);
                    assertThat(Objects.requireNonNull(result.cause()).status()).isEqualTo(400);
                })
                .verifyComplete();
    }

    @Test
    void send_otherRefusalOfASingleEvent_rejectsWhenItIsRefusedAgainWhileOthersPass() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(batch.events().contains(Events.valid(1)) ? 404 : 200));
        ConversionClient client = client(sender, time).build();
        List<Outcome> outcomes = outcomes(client.sink(), List.of(Events.valid(1)));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(outcomes).isEmpty();
        client.sink().tryEmit(Events.valid(2));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(outcomes).isEmpty();
        client.sink().tryEmit(Events.valid(3));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(outcomes).containsExactly(Outcome.REJECTED);
        assertThat(sender.sizes()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void send_unavailableThenWell_isAcceptedAtTheLaterAttempt() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(attempt < 3 ? 503 : 200));
        Flux<DeliveryResult> results = client(sender, time).build().send(Flux.just(Events.valid(1)));
        StepVerifier.withVirtualTime(() -> results, () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(1))
                .assertNext(result -> {
                    assertThat(result.isAccepted()).isTrue();
                    assertThat(result.attempts()).isEqualTo(3);
                    assertThat(result.mayBeDuplicate()).isFalse();
                })
                .verifyComplete();
        assertThat(sender.batches).hasSize(3);
    }

    @Test
    void send_answerNeverArrived_flagsThePossibleDuplicate() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt == 1 ? Mono.just(SendResult.noResponse(new IllegalStateException("reset"))) : status(200));
        List<DeliveryResult> results = deliver(sender, time, Duration.ofSeconds(1), Events.valid(1));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.mayBeDuplicate()).isTrue());
        assertThat(sender.dedupeIds()).containsExactly("event-1", "event-1");
    }

    @Test
    void send_neverSent_doesNotFlag() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt == 1 ? Mono.just(SendResult.notSent(new IllegalStateException("refused"))) : status(200));
        assertThat(deliver(sender, time, Duration.ofSeconds(1), Events.valid(1)))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.isAccepted()).isTrue();
                    assertThat(result.mayBeDuplicate()).isFalse();
                });
    }

    @Test
    void send_senderErrs_countsAsUnanswered() {
        FakeSender sender = FakeSender.answering(
                (batch, attempt) -> attempt == 1 ? Mono.error(new IllegalStateException("bug")) : status(200));
        assertThat(deliver(sender, time, Duration.ofSeconds(1), Events.valid(1)))
                .singleElement()
                .satisfies(result -> assertThat(result.mayBeDuplicate()).isTrue());
    }

    @Test
    void send_outageLongerThanTheDeadline_expiresAtTheDeadline() {
        FakeSender sender = FakeSender.status(503);
        ConversionClient client =
                client(sender, time).deliveryTimeout(Duration.ofSeconds(20)).build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.fromIterable(Events.valid(0, 250))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(19));
        assertThat(results).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1_001));
        assertThat(results).hasSize(250).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.EXPIRED);
            assertThat(Objects.requireNonNull(result.cause()).status()).isEqualTo(503);
        });
        assertThat(client.stats().expired()).isEqualTo(250);
    }

    @Test
    void send_noPermitUntilTheDeadline_expiresWhatWaits() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.never());
        ConversionClient client = client(sender, time)
                .concurrency(1)
                .deliveryTimeout(Duration.ofSeconds(5))
                .build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.fromIterable(Events.valid(0, 250))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(6));
        assertThat(results).hasSize(150).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.EXPIRED);
            assertThat(result.attempts()).isZero();
        });
        assertThat(client.stats().inFlight()).isEqualTo(100);
    }

    @Test
    void send_retryAfterBeyondTheBackoff_isHeeded() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> attempt == 1
                ? Mono.just(SendResult.ofStatus(429).withRetryAfter(Duration.ofSeconds(40)))
                : status(200));
        List<DeliveryResult> results = new ArrayList<>();
        client(sender, time).build().send(Flux.just(Events.valid(1))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofMillis(39_999));
        assertThat(sender.batches).hasSize(1);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.isAccepted()).isTrue());
    }

    @Test
    void send_keyRefused_asksForAnotherAndKeepsTheEvents() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(attempt == 1 ? 401 : 200));
        AtomicInteger asked = new AtomicInteger();
        ConversionClient client = ConversionClient.builder(
                        sender, () -> Mono.fromSupplier(() -> "key-" + asked.incrementAndGet()))
                .scheduler(time)
                .build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.just(Events.valid(1))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.isAccepted()).isTrue());
        assertThat(sender.keys).containsExactly("key-1", "key-2");
    }

    @Test
    void send_keyRefusedUntilTheDeadline_isUnauthorized() {
        FakeSender sender = FakeSender.status(401);
        ConversionClient client =
                client(sender, time).deliveryTimeout(Duration.ofSeconds(30)).build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.fromIterable(Events.valid(0, 150))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(31));
        assertThat(results)
                .hasSize(150)
                .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.UNAUTHORIZED));
        assertThat(sender.batches).hasSizeLessThan(25);
    }

    @Test
    void send_noKeyToBeHad_isUnauthorizedAtTheDeadline() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = ConversionClient.builder(sender, Mono::empty)
                .scheduler(time)
                .deliveryTimeout(Duration.ofSeconds(3))
                .build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.just(Events.valid(1))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(4));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.UNAUTHORIZED));
        assertThat(sender.batches).isEmpty();
    }

    @Test
    void send_sourceErrs_answersWhatCameBeforeAndThenErrs() {
        FakeSender sender = FakeSender.accepting();
        Flux<ServerEvent> source = Flux.concat(
                Flux.fromIterable(Events.valid(0, 3)), Flux.error(new IllegalStateException("source broke")));
        StepVerifier.create(client(sender, time).build().send(source))
                .expectNextCount(3)
                .verifyErrorMessage("source broke");
        assertThat(sender.sizes()).containsExactly(3);
    }

    @Test
    void send_mapperThrows_answersWhatCameBeforeAndThenErrs() {
        FakeSender sender = FakeSender.accepting();
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<CorrelatedResult<Integer>> results = client(sender, time)
                .build()
                .send(Flux.range(0, 10).doOnCancel(() -> cancelled.set(true)), n -> Events.valid(10 / (5 - n)));
        StepVerifier.create(results).expectNextCount(5).verifyError(ArithmeticException.class);
        assertThat(cancelled).isTrue();
    }

    @Test
    void send_sourceIgnoresDemand_errsInsteadOfGrowing() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.never());
        TestPublisher<ServerEvent> rude = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
        ConversionClient client = client(sender, time).concurrency(1).build();
        AtomicInteger dropped = new AtomicInteger();
        StepVerifier.create(client.send(rude.flux()).doOnDiscard(ServerEvent.class, e -> dropped.incrementAndGet()), 0)
                .then(() -> Events.valid(0, 5_000).forEach(rude::next))
                .thenCancel()
                .verify();
        assertThat(client.stats().submitted()).isLessThanOrEqualTo(5_000);
        assertThat(client.stats().inFlight()).isEqualTo(100);
    }

    @Test
    void send_refusedWithATraceId_namesItInTheCause() {
        FakeSender sender = FakeSender.answering(
                (batch, attempt) -> Mono.just(SendResult.ofStatus(400).withTraceId("trace-7")));
        List<DeliveryResult> results = collect(client(sender, time).build().send(Flux.just(Events.valid(1))));
        time.advanceTimeBy(Duration.ofMinutes(3));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.cause())
                        .isInstanceOfSatisfying(
                                DeliveryException.class,
                                cause -> assertThat(cause.traceId()).isEqualTo("trace-7")));
    }
}
