package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class ConversionClientTest {

    private static final Duration NOTHING_FOR = Duration.ofMillis(40);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    private ConversionClient.Builder client(EventSender sender) {
        return ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .random(new SplittableRandom(42));
    }

    private static Mono<SendResult> status(int status) {
        return Mono.just(SendResult.answered(status));
    }

    // Failures

    @Test
    void send_eventBreaksRules_isAnsweredInvalidAndNeverSent() {
        FakeSender sender = FakeSender.accepting();
        StepVerifier.create(client(sender).build().send(Flux.just(Events.invalid(1))))
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
        List<DeliveryResult> results = collect(client(sender).build().send(Flux.fromIterable(events)));
        assertThat(results).hasSize(11);
        assertThat(results).filteredOn(DeliveryResult::isAccepted).hasSize(10);
        assertThat(sender.sizes()).containsExactly(10);
    }

    @Test
    void send_eventAloneLargerThanABatch_isInvalid() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender).limits(BatchLimits.of(100, 1_024)).build();
        ServerEvent large = Events.valid(1).withDedupeId("x".repeat(1_000));
        StepVerifier.create(client.send(Flux.just(large)))
                .assertNext(result -> assertThat(result.violations())
                        .singleElement()
                        .satisfies(violation -> assertThat(violation.rule()).isEqualTo(Rule.EVENT_TOO_LARGE)))
                .verifyComplete();
        assertThat(sender.batches).isEmpty();
    }

    @Test
    void send_statusOfRefusal_rejectsWithTheStatus() {
        StepVerifier.create(client(FakeSender.status(404)).build().send(Flux.just(Events.valid(1))))
                .assertNext(result -> {
                    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
                    assertThat(result.attempts()).isEqualTo(1);
                    assertThat(Objects.requireNonNull(result.cause()).status()).isEqualTo(404);
                })
                .verifyComplete();
    }

    @Test
    void send_unavailableThenWell_isAcceptedAtTheLaterAttempt() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(attempt < 3 ? 503 : 200));
        Flux<DeliveryResult> results = client(sender).build().send(Flux.just(Events.valid(1)));
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
                attempt == 1 ? Mono.just(SendResult.unanswered(new IllegalStateException("reset"))) : status(200));
        List<DeliveryResult> results = deliver(sender, Duration.ofSeconds(1), Events.valid(1));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.mayBeDuplicate()).isTrue());
        assertThat(sender.dedupeIds()).containsExactly("event-1", "event-1");
    }

    @Test
    void send_neverSent_doesNotFlag() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt == 1 ? Mono.just(SendResult.notSent(new IllegalStateException("refused"))) : status(200));
        assertThat(deliver(sender, Duration.ofSeconds(1), Events.valid(1)))
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
        assertThat(deliver(sender, Duration.ofSeconds(1), Events.valid(1)))
                .singleElement()
                .satisfies(result -> assertThat(result.mayBeDuplicate()).isTrue());
    }

    @Test
    void send_outageLongerThanTheDeadline_expiresAtTheDeadline() {
        FakeSender sender = FakeSender.status(503);
        ConversionClient client =
                client(sender).deliveryTimeout(Duration.ofSeconds(20)).build();
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
        ConversionClient client = client(sender)
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
                ? Mono.just(SendResult.answered(429).withRetryAfter(Duration.ofSeconds(40)))
                : status(200));
        List<DeliveryResult> results = new ArrayList<>();
        client(sender).build().send(Flux.just(Events.valid(1))).subscribe(results::add);
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
                client(sender).deliveryTimeout(Duration.ofSeconds(30)).build();
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
        StepVerifier.create(client(sender).build().send(source))
                .expectNextCount(3)
                .verifyErrorMessage("source broke");
        assertThat(sender.sizes()).containsExactly(3);
    }

    @Test
    void send_mapperThrows_answersWhatCameBeforeAndThenErrs() {
        FakeSender sender = FakeSender.accepting();
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<CorrelatedResult<Integer>> results = client(sender)
                .build()
                .send(Flux.range(0, 10).doOnCancel(() -> cancelled.set(true)), n -> Events.valid(10 / (5 - n)));
        StepVerifier.create(results).expectNextCount(5).verifyError(ArithmeticException.class);
        assertThat(cancelled).isTrue();
    }

    @Test
    void send_sourceIgnoresDemand_errsInsteadOfGrowing() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.never());
        TestPublisher<ServerEvent> rude = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
        ConversionClient client = client(sender).concurrency(1).build();
        AtomicInteger dropped = new AtomicInteger();
        StepVerifier.create(client.send(rude.flux()).doOnDiscard(ServerEvent.class, e -> dropped.incrementAndGet()), 0)
                .then(() -> Events.valid(0, 5_000).forEach(rude::next))
                .thenCancel()
                .verify();
        assertThat(client.stats().submitted()).isLessThanOrEqualTo(5_000);
        assertThat(client.stats().inFlight()).isEqualTo(100);
    }

    // Batching

    @Test
    void send_moreThanABatch_sendsFullBatchesAndTheRest() {
        FakeSender sender = FakeSender.accepting();
        assertThat(collect(client(sender).build().send(Flux.fromIterable(Events.valid(0, 250)))))
                .hasSize(250)
                .allSatisfy(result -> assertThat(result.isAccepted()).isTrue());
        assertThat(sender.sizes()).containsExactly(100, 100, 50);
    }

    @Test
    void send_lingerPasses_sendsThePartialBatch() {
        FakeSender sender = FakeSender.accepting();
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        List<DeliveryResult> results = new ArrayList<>();
        client(sender)
                .linger(Duration.ofMillis(50))
                .build()
                .send(source.asFlux())
                .subscribe(results::add);
        source.tryEmitNext(Events.valid(1)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(30));
        source.tryEmitNext(Events.valid(2)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(19));
        assertThat(sender.batches).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(sender.sizes()).containsExactly(2);
        assertThat(results).hasSize(2);
    }

    @Test
    void send_bytesLimit_sealsBeforeTheEventThatWouldExceedIt() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender).limits(BatchLimits.of(100, 1_500)).build();
        collect(client.send(Flux.fromIterable(Events.valid(0, 10))));
        assertThat(sender.batches)
                .hasSizeGreaterThan(1)
                .allSatisfy(batch -> assertThat(batch.bodyLength()).isLessThanOrEqualTo(1_500));
        assertThat(sender.dedupeIds()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void send_slowServer_leavesInFullBatches() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(200), time));
        ConversionClient client = client(sender).concurrency(1).build();
        AtomicLong accepted = new AtomicLong();
        client.send(Flux.interval(Duration.ofMillis(1), time)
                        .onBackpressureBuffer(100_000)
                        .take(10_000)
                        .map(n -> Events.valid(n.intValue())))
                .subscribe(result -> accepted.incrementAndGet());
        time.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(accepted).hasValue(10_000);
        long inFull = sender.sizes().stream().filter(size -> size == 100).count() * 100;
        assertThat(inFull).isGreaterThanOrEqualTo(9_500);
    }

    @Test
    void send_demandComesBackBeforeLinger_doesNotSendAPartialBatch() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(20), time));
        ConversionClient client =
                client(sender).concurrency(1).linger(Duration.ofSeconds(1)).build();
        client.send(Flux.interval(Duration.ofMillis(1), time).take(4_000).map(n -> Events.valid(n.intValue())))
                .subscribe();
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(sender.sizes()).hasSize(40).containsOnly(100);
    }

    @Test
    void send_concurrency_isNeverExceeded() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(10), time));
        ConversionClient client = client(sender).concurrency(3).build();
        AtomicLong accepted = new AtomicLong();
        client.send(Flux.range(0, 5_000).map(Events::valid)).subscribe(result -> accepted.incrementAndGet());
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(accepted).hasValue(5_000);
        assertThat(sender.mostInFlight).hasValue(3);
    }

    @Test
    void send_sharedLimit_holdsForAllClientsTogetherAndStarvesNone() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(10), time));
        ConcurrencyLimit shared = ConcurrencyLimit.fixed(2);
        List<ConversionClient> clients = List.of(
                client(sender).concurrency(shared).build(),
                client(sender).concurrency(shared).build(),
                client(sender).concurrency(shared).build());
        clients.forEach(one -> one.send(Flux.range(0, 1_000).map(Events::valid)).subscribe());
        time.advanceTimeBy(Duration.ofMillis(80));
        assertThat(clients).allSatisfy(one -> assertThat(one.stats().accepted()).isGreaterThanOrEqualTo(300));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(clients).allSatisfy(one -> assertThat(one.stats().accepted()).isEqualTo(1_000));
        assertThat(sender.mostInFlight).hasValue(2);
        assertThat(shared.inUse()).isZero();
    }

    @Test
    void send_retryWaits_holdsNoPermit() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> attempt == 1
                ? Mono.just(SendResult.answered(503).withRetryAfter(Duration.ofSeconds(10)))
                : status(200));
        ConversionClient client = client(sender).concurrency(1).build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.fromIterable(Events.valid(0, 200))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(results)
                .hasSize(100)
                .allSatisfy(result -> assertThat(result.isAccepted()).isTrue());
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(results).hasSize(200);
    }

    // Demand

    @Test
    void send_sourceGivesMoreThanAskedWhileItIsAsked_errsAndAnswersForWhatWasTaken() {
        ConversionClient client = client(FakeSender.accepting()).concurrency(1).build();
        AtomicInteger requests = new AtomicInteger();
        Flux<ServerEvent> source = Flux.from(subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                long count = requests.incrementAndGet() == 1 ? n : 5_000;
                for (int i = 0; i < count; i++) {
                    subscriber.onNext(Events.valid(i));
                }
            }

            @Override
            public void cancel() {}
        }));
        AtomicInteger answered = new AtomicInteger();
        StepVerifier.create(client.send(source).doOnNext(result -> answered.incrementAndGet()))
                .thenConsumeWhile(DeliveryResult::isAccepted)
                .expectErrorMessage("the source emitted more than it was asked for")
                .verify(Duration.ofSeconds(20));
        ClientStats stats = client.stats();
        assertThat(stats.accepted()).isEqualTo(answered.get()).isGreaterThan(300);
        assertThat(stats.closed()).as("the one that had no place any more").isEqualTo(1);
        assertThat(stats.submitted()).isEqualTo(stats.accepted() + 1).isLessThan(2_000);
    }

    @Test
    void send_allAnsweredFor_letsGoOfTheBatchesBytes() {
        FakeSender sender = FakeSender.accepting();
        StepVerifier.create(client(sender).build().send(Flux.range(0, 150).map(Events::valid)), 99)
                .expectNextCount(99)
                .then(() -> assertThat(sender.batches.get(0).body()).isNotEmpty())
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> assertReleased(sender.batches.get(0)))
                .thenRequest(50)
                .expectNextCount(50)
                .verifyComplete();
        assertReleased(sender.batches.get(1));
    }

    @Test
    void send_culpritIsolated_letsGoOfTheBytesWithTheLastEvent() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                status(batch.events().stream().anyMatch(event -> "bad".equals(event.dedupeId())) ? 400 : 200));
        List<ServerEvent> events = IntStream.range(0, 40)
                .mapToObj(i -> i == 17 ? Events.valid(i).withDedupeId("bad") : Events.valid(i))
                .toList();

        assertThat(deliver(sender, Duration.ofSeconds(1), events.toArray(ServerEvent[]::new)))
                .hasSize(40);

        assertThat(sender.batches).hasSizeGreaterThan(2).allSatisfy(ConversionClientTest::assertReleased);
    }

    @Test
    void send_attemptGivenUp_keepsTheBytesForWhoeverMayStillWriteThem() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt == 1 ? Mono.just(SendResult.unanswered(new IllegalStateException("reset"))) : status(200));

        assertThat(deliver(sender, Duration.ofSeconds(1), Events.valid(1))).hasSize(1);

        assertThat(sender.batches)
                .hasSize(2)
                .allSatisfy(batch -> assertThat(batch.body()).isNotEmpty());
    }

    private static void assertReleased(EventBatch batch) {
        assertThatThrownBy(batch::body).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void send_noDemand_takesNoMoreThanTheWindow() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender).concurrency(1).build();
        AtomicLong taken = new AtomicLong();
        Flux<ServerEvent> source = Flux.range(0, 100_000).map(Events::valid).doOnNext(event -> taken.incrementAndGet());
        StepVerifier.create(client.send(source), 0)
                .expectSubscription()
                .expectNoEvent(NOTHING_FOR)
                .then(() -> assertThat(taken).hasValue(300))
                .thenRequest(10)
                .expectNextCount(10)
                .expectNoEvent(NOTHING_FOR)
                .then(() -> assertThat(taken.get()).isLessThanOrEqualTo(310))
                .thenCancel()
                .verify();
    }

    @Test
    void send_permitsAreTakenByOthers_takesThreeBatchesAndNoMore() {
        ConcurrencyLimit limit = ConcurrencyLimit.fixed(4);
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.never());
        AtomicLong first = new AtomicLong();
        AtomicLong second = new AtomicLong();
        Disposable one =
                client(sender).concurrency(limit).build().send(counted(first)).subscribe();
        Disposable other =
                client(sender).concurrency(limit).build().send(counted(second)).subscribe();

        assertThat(first).hasValue(800);
        assertThat(second).hasValue(300);
        one.dispose();
        other.dispose();
    }

    @Test
    void send_noBatchHasToWait_takesMoreAndMoreUpToTheMost() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(10), time));
        AtomicLong taken = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Disposable results = client(sender)
                .concurrency(ConcurrencyLimit.adaptive(1, 16))
                .build()
                .send(counted(taken).doOnNext(event -> most.accumulateAndGet(taken.get() - answered.get(), Math::max)))
                .subscribe(result -> answered.incrementAndGet());
        assertThat(most).hasValue(800);

        time.advanceTimeBy(Duration.ofSeconds(2));
        results.dispose();

        assertThat(sender.mostInFlight).hasValue(16);
        assertThat(most.get()).isBetween(1_700L, 3_200L);
    }

    @Test
    void send_subscriberIsSlow_takesNoMoreThanAtFirst() {
        AtomicLong taken = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        BaseSubscriber<DeliveryResult> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(DeliveryResult result) {
                answered.incrementAndGet();
            }
        };
        client(FakeSender.accepting()).build().send(counted(taken)).subscribe(slow);
        for (int i = 0; i < 100; i++) {
            slow.request(50);
        }
        slow.cancel();

        assertThat(answered).hasValue(5_000);
        assertThat(taken).hasValue(5_800);
    }

    private static Flux<ServerEvent> counted(AtomicLong taken) {
        return Flux.range(0, 1_000_000).map(Events::valid).doOnNext(event -> taken.incrementAndGet());
    }

    @Test
    void send_demandOneByOne_stillFillsBatches() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender).build();
        StepVerifier.create(client.send(Flux.range(0, 1_000).map(Events::valid)).limitRate(1))
                .expectNextCount(1_000)
                .verifyComplete();
        assertThat(sender.batches).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void send_emptySource_completes() {
        StepVerifier.create(client(FakeSender.accepting()).build().send(Flux.empty()))
                .verifyComplete();
    }

    @Test
    void send_subscribedTwice_sendsTwice() {
        FakeSender sender = FakeSender.accepting();
        Flux<DeliveryResult> results = client(sender).build().send(Flux.just(Events.valid(1)));
        assertThat(collect(results)).hasSize(1);
        assertThat(collect(results)).hasSize(1);
        assertThat(sender.batches).hasSize(2);
    }

    @Test
    void send_cancelled_discardsWhatIsNotInFlightAndCountsIt() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(1), time));
        ConversionClient client = client(sender).concurrency(1).build();
        List<ServerEvent> discarded = new ArrayList<>();
        client.send(Flux.concat(Flux.fromIterable(Events.valid(0, 250)), Flux.never()))
                .doOnDiscard(ServerEvent.class, discarded::add)
                .subscribe()
                .dispose();
        time.advanceTimeBy(Duration.ofSeconds(2));
        ClientStats stats = client.stats();
        assertThat(stats.accepted()).isEqualTo(100);
        assertThat(stats.closed()).isEqualTo(150);
        assertThat(stats.queued()).isZero();
        assertThat(sender.batches).hasSize(1);
        assertThat(discarded).isNotEmpty();
    }

    // Identity

    @Test
    void send_noDedupeId_givesOneThatStaysTheSameThroughRetries() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(attempt == 1 ? 500 : 200));
        List<DeliveryResult> results =
                deliver(sender, Duration.ofSeconds(1), Events.withoutDedupeId(), Events.withoutDedupeId());
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
                client(FakeSender.accepting()).build().send(Flux.range(0, 300), Events::valid);
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
        ConversionClient client = client(sender).listener(listener).build();
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
        ConversionClient client = client(sender).concurrency(2).build();
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
        assertThat(client.stats().invalid()).isEqualTo(100);
    }

    @Test
    void oldestAge_postUnderWay_countsFromTheArrivalOfItsOldestEvent() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(3), time));
        ConversionClient client = client(sender).build();
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
        ConversionClient client = client(sender).concurrency(1).build();
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
        ConversionClient client = client(FakeSender.status(503))
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
        ConversionClient client =
                client(sender).concurrency(1).linger(Duration.ofHours(1)).build();
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
        ConversionClient client = client(sender).concurrency(1).build();
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
        ConversionClient client = client(sender).linger(Duration.ofHours(1)).build();
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
    void send_afterDispose_endsAsClosed() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender).build();
        client.dispose();
        time.advanceTime();
        assertThat(client.isDisposed()).isTrue();
        assertThat(collect(client.send(Flux.just(Events.valid(1)))))
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.CLOSED));
        assertThat(sender.batches).isEmpty();
    }

    // Wrong calls

    @Test
    void builder_outOfRange_namesTheOptionAndTheValue() {
        ConversionClient.Builder builder = client(FakeSender.accepting());
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
                .isThrownBy(() -> client(FakeSender.accepting()).validator(null))
                .withMessage("validator");
    }

    @Test
    void keySupplier_keyThatNoHeaderCarries_isRefusedWithoutBeingRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeySupplier.of("secret\r\nX-Evil: 1"))
                .withMessageNotContaining("secret");
    }

    private List<DeliveryResult> deliver(FakeSender sender, Duration wait, ServerEvent... events) {
        List<DeliveryResult> results = new ArrayList<>();
        client(sender).build().send(Flux.just(events)).subscribe(results::add);
        time.advanceTimeBy(wait);
        return results;
    }

    private static List<DeliveryResult> collect(Flux<DeliveryResult> results) {
        List<DeliveryResult> collected = new ArrayList<>();
        results.subscribe(collected::add);
        return collected;
    }
}
