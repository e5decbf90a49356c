package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.collect;
import static io.leadflux.reactor.Clients.outcomes;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What the client keeps to when the provider or the way to it fails: no good event is lost through another one's fault. */
class DeliveryPolicyTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    private static boolean holds(EventBatch batch, Set<Integer> numbers) {
        return numbers.stream().anyMatch(number -> batch.events().contains(Events.valid(number)));
    }

    private static Set<Integer> some(int count, int of) {
        SplittableRandom random = new SplittableRandom(count);
        Set<Integer> numbers = new HashSet<>();
        while (numbers.size() < count) {
            numbers.add(random.nextInt(of));
        }
        return numbers;
    }

    private Mono<SendResult> in80ms(int status) {
        return status(status).delayElement(Duration.ofMillis(80), time);
    }

    /** Emits one event a second for {@code seconds}, and returns their outcomes in the order in which they are known. */
    private List<Outcome> trickle(ConversionClient client, int first, int seconds) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            client.sink().emit(Events.valid(first + i)).subscribe(result -> outcomes.add(result.outcome()));
            time.advanceTimeBy(Duration.ofSeconds(1));
        }
        return outcomes;
    }

    // ---- isolation

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 50})
    void isolation_manyBadInABatch_costsNoGoodEvent(int count) {
        Set<Integer> bad = some(count, 100);
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(holds(batch, bad) ? 400 : 200));
        List<DeliveryResult> results =
                collect(client(sender, time).build().send(Flux.fromIterable(Events.valid(0, 100))));
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(results).filteredOn(DeliveryResult::isAccepted).hasSize(100 - count);
        assertThat(results)
                .filteredOn(result -> !result.isAccepted())
                .hasSize(count)
                .allMatch(result -> result.outcome() == Outcome.REJECTED);
    }

    @Test
    void isolation_onePassing400_rejectsNothing() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(attempt == 1 ? 400 : 200));
        List<DeliveryResult> results =
                collect(client(sender, time).build().send(Flux.fromIterable(Events.valid(0, 100))));
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(results).hasSize(100).allMatch(DeliveryResult::isAccepted);
    }

    @Test
    void isolation_providerRefusesLargeBodiesWith400_rejectsNothingAndLearnsTheSize() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(batch.bodyLength() > 20_000 ? 400 : 200));
        List<DeliveryResult> results =
                collect(client(sender, time).build().send(Flux.fromIterable(Events.valid(0, 10_000))));
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(results).hasSize(10_000).allMatch(DeliveryResult::isAccepted);
    }

    @Test
    void isolation_rejected_namesTheAttemptsOfEachEvent() {
        Set<Integer> bad = some(5, 100);
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(holds(batch, bad) ? 400 : 200));
        List<DeliveryResult> results =
                collect(client(sender, time).build().send(Flux.fromIterable(Events.valid(0, 100))));
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(results)
                .filteredOn(result -> !result.isAccepted())
                .hasSize(5)
                .allSatisfy(result -> assertThat(Objects.requireNonNull(result.cause()))
                        .hasMessageContaining("after " + result.attempts() + " attempts"));
    }

    // ---- one batch's fault

    @Test
    void poisonedBatch_fewOtherEvents_keepsNoneOfThemWaiting() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(holds(batch, Set.of(0)) ? 500 : 200));
        ConversionClient client = client(sender, time).build();
        List<Outcome> poisoned = outcomes(client.sink(), List.of(Events.valid(0)));
        List<Outcome> others = trickle(client, 1, 110);
        assertThat(others).hasSize(110).containsOnly(Outcome.ACCEPTED);
        assertThat(client.health()).isEqualTo(Health.UP);
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(poisoned).containsExactly(Outcome.EXPIRED);
    }

    @Test
    void poisonedBatch_severalEventsInIt_losesOnlyThePoison() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(holds(batch, Set.of(7)) ? 500 : 200));
        ConversionClient client = client(sender, time).build();
        List<Outcome> together = outcomes(client.sink(), Events.valid(0, 50));
        List<Outcome> others = trickle(client, 100, 60);
        assertThat(together).hasSize(49).containsOnly(Outcome.ACCEPTED);
        assertThat(others).containsOnly(Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404, 405, 406, 409, 413, 415, 422, 451})
    void refusal_ofOneEventsContent_isThatEventsAlone(int status) {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> in80ms(holds(batch, Set.of(7, 30)) ? status : 200));
        ConversionClient client = client(sender, time).build();
        List<Outcome> together = outcomes(client.sink(), Events.valid(0, 50));
        List<Outcome> others = trickle(client, 100, 60);
        assertThat(together).hasSize(50);
        assertThat(together).filteredOn(outcome -> outcome == Outcome.REJECTED).hasSize(2);
        assertThat(others).containsOnly(Outcome.ACCEPTED);
        assertThat(client.health()).isEqualTo(Health.UP);
    }

    // ---- everything is refused

    @ParameterizedTest
    @CsvSource({"404, 2", "404, 60", "403, 60", "302, 30", "204, 30"})
    void refusal_ofEverythingForAWhile_losesNothing(int status, int seconds) {
        BooleanSupplier refuses = () -> time.now(TimeUnit.MILLISECONDS) < seconds * 1000L;
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(refuses.getAsBoolean() ? status : 200));
        ConversionClient client = client(sender, time).build();
        List<DeliveryResult> results = collect(client.send(Flux.fromIterable(Events.valid(0, 10_000))));
        time.advanceTimeBy(Duration.ofSeconds(seconds));
        assertThat(results).isEmpty();
        if (seconds > 2) {
            assertThat(client.health()).isIn(Health.SYSTEMIC_REJECTION, Health.UNAUTHORIZED);
        }
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(results).hasSize(10_000).allMatch(DeliveryResult::isAccepted);
        assertThat(client.health()).isEqualTo(Health.UP);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.5})
    void refusal_ofEverythingWithOtherFailuresBetween_rejectsOneEventAtMost(double unavailable) {
        SplittableRandom random = new SplittableRandom(3);
        BooleanSupplier refuses = () -> time.now(TimeUnit.MINUTES) < 10;
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                in80ms(!refuses.getAsBoolean() ? 200 : random.nextDouble() < unavailable ? 503 : 400));
        ConversionClient client =
                client(sender, time).deliveryTimeout(Duration.ofHours(2)).build();
        List<DeliveryResult> results = collect(client.send(Flux.fromIterable(Events.valid(0, 1000))));
        time.advanceTimeBy(Duration.ofHours(3));
        assertThat(results).hasSize(1000);
        assertThat(client.stats().rejected()).isLessThanOrEqualTo(1);
        assertThat(client.stats().accepted() + client.stats().rejected()).isEqualTo(1000);
    }

    @Test
    void refusal_ofTwoEventsFarApart_isNotOfEverything() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(holds(batch, Set.of(0, 1)) ? 400 : 200));
        ConversionClient client = client(sender, time).build();
        List<Outcome> bad = outcomes(client.sink(), List.of(Events.valid(0)));
        time.advanceTimeBy(Duration.ofMinutes(20));
        bad.addAll(outcomes(client.sink(), List.of(Events.valid(1))));
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(client.health()).isEqualTo(Health.UP);
        assertThat(client.stats().rejected()).isEqualTo(2);
        assertThat(trickle(client, 2, 2)).first().isEqualTo(Outcome.ACCEPTED);
    }

    // ---- time

    @Test
    void retryAfter_muchLongerThanEventsLive_pausesForAPartOfTheirTime() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt <= 5 ? Mono.just(SendResult.ofStatus(503).withRetryAfter(Duration.ofHours(1))) : in80ms(200));
        ConversionClient client =
                client(sender, time).limits(BatchLimits.of(1, 10_000)).build();
        List<Outcome> outcomes = trickle(client, 0, 300);
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(outcomes).hasSize(300).containsOnly(Outcome.ACCEPTED);
    }

    @Test
    void build_lingerNotShorterThanTheDeliveryTimeout_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(FakeSender.accepting(), time)
                        .linger(Duration.ofMinutes(2))
                        .build())
                .withMessageContaining("linger (PT2M) must be shorter than deliveryTimeout of page_view (PT2M)");
    }

    @Test
    void arrival_sourceThatBlocksInRequest_countsFromWhenTheEventCame() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender, time).deliveryTimeout(Duration.ofSeconds(2)).build();
        int[] emitted = {0};
        Flux<ServerEvent> source = Flux.generate(sink -> {
            if (emitted[0] == 1000) {
                time.advanceTimeBy(Duration.ofSeconds(3));
            }
            if (emitted[0] == 1100) {
                sink.complete();
            } else {
                sink.next(Events.valid(emitted[0]++));
            }
        });
        List<DeliveryResult> results = collect(client.send(source));
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(results).hasSize(1100).allMatch(DeliveryResult::isAccepted);
    }

    @Test
    void scheduler_disposed_isReplacedAndEverythingIsDelivered() {
        Scheduler scheduler = Schedulers.newSingle("to-be-disposed");
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key-1"))
                .scheduler(scheduler)
                .build();
        client.sink().emit(Events.valid(0)).block(Watchdog.LIMIT);
        scheduler.dispose();
        assertThat(Objects.requireNonNull(client.sink().emit(Events.valid(1)).block(Watchdog.LIMIT))
                        .isAccepted())
                .isTrue();
        assertThat(Objects.requireNonNull(client.close(Duration.ofSeconds(5)).block(Watchdog.LIMIT))
                        .isComplete())
                .isTrue();
    }

    // ---- the key

    private ConversionClient withKeys(FakeSender sender, ApiKeySupplier keys) {
        return ConversionClient.builder(sender, keys)
                .scheduler(time)
                .random(new SplittableRandom(1))
                .build();
    }

    @Test
    void key_supplierHangsOnce_isAskedAgain() {
        int[] asked = {0};
        ConversionClient client =
                withKeys(FakeSender.accepting(), () -> asked[0]++ == 0 ? Mono.never() : Mono.just("key"));
        List<Outcome> outcomes = trickle(client, 0, 11);
        assertThat(client.health()).isIn(Health.UNAUTHORIZED, Health.UP);
        time.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(outcomes).hasSize(11).containsOnly(Outcome.ACCEPTED);
        assertThat(asked[0]).isEqualTo(2);
        assertThat(client.health()).isEqualTo(Health.UP);
    }

    @Test
    void key_supplierHangsWhenTheKeyIsRefused_isAskedAgain() {
        int[] asked = {0};
        FakeSender sender = FakeSender.answering((batch, attempt) -> in80ms(attempt == 3 ? 401 : 200));
        ConversionClient client = withKeys(sender, () -> ++asked[0] == 2 ? Mono.never() : Mono.just("key-" + asked[0]));
        List<Outcome> outcomes = trickle(client, 0, 30);
        time.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(outcomes).hasSize(30).containsOnly(Outcome.ACCEPTED);
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void key_neverToBeHad_isUnauthorized() {
        ConversionClient client = withKeys(FakeSender.accepting(), Mono::never);
        List<Outcome> outcomes = trickle(client, 0, 20);
        assertThat(client.health()).isEqualTo(Health.UNAUTHORIZED);
        time.advanceTimeBy(Duration.ofMinutes(3));
        assertThat(outcomes).hasSize(20).containsOnly(Outcome.UNAUTHORIZED);
    }

    // ---- permits

    @Test
    void permits_manyClientsThatRespondAtOnce_areAllGivenBack() {
        ConcurrencyLimit limit = ConcurrencyLimit.fixed(1);
        List<ConversionClient> clients = IntStream.range(0, 3000)
                .mapToObj(i -> client(FakeSender.accepting(), time)
                        .concurrency(limit)
                        .linger(Duration.ZERO)
                        .build())
                .toList();
        FakeSender slow = FakeSender.slow(time);
        ConversionClient first =
                client(slow, time).concurrency(limit).linger(Duration.ZERO).build();
        List<Outcome> outcomes = new ArrayList<>(outcomes(first.sink(), List.of(Events.valid(0))));
        time.advanceTimeBy(Duration.ofMillis(1));
        clients.forEach(
                client -> client.sink().emit(Events.valid(1)).subscribe(result -> outcomes.add(result.outcome())));
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(outcomes).hasSize(3000).containsOnly(Outcome.ACCEPTED);
        assertThat(limit.inUse()).isZero();
    }

    // ---- size

    @Test
    void sizeLimit_learned_turnsNoEventAwayAndGrowsAgain() {
        BooleanSupplier small = () -> time.now(TimeUnit.SECONDS) < 1;
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> in80ms(small.getAsBoolean() && batch.size() > 1 ? 413 : 200));
        ConversionClient client = client(sender, time).build();
        List<DeliveryResult> results = collect(client.send(Flux.fromIterable(Events.valid(0, 100))));
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(results).hasSize(100).allMatch(DeliveryResult::isAccepted);
        ServerEvent large = Events.valid(100).toBuilder()
                .userData(Objects.requireNonNull(Events.valid(100).userData()).toBuilder()
                        .clientUserAgent("x".repeat(1000))
                        .build())
                .build();
        assertThat(outcomes(client.sink(), List.of(large))).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(client.stats().accepted()).isEqualTo(101);
        int before = sender.batches.size();
        collect(client.send(Flux.fromIterable(Events.valid(200, 20_200))));
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(client.stats().accepted()).isEqualTo(20_101);
        assertThat(sender.sizes().subList(before, sender.batches.size())).contains(100);
    }

    // ---- doors

    @Test
    void emit_subscribedTwice_sendsTheSameIdTwice() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time).build();
        Mono<DeliveryResult> emitted =
                client.sink().emit(Events.valid(1).toBuilder().dedupeId(null).build());
        emitted.subscribe();
        emitted.subscribe();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(sender.dedupeIds()).hasSize(2).doesNotContainNull();
        assertThat(new HashSet<>(sender.dedupeIds())).hasSize(1);
    }

    @Test
    void tryEmit_invalidEventAfterClose_saysClosed() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.dispose();
        assertThat(client.sink().tryEmit(Events.invalid(1))).isEqualTo(EmitResult.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"PREFER_LEADS", "DROP_OLDEST", "REJECT_NEWEST"})
    void linger_leadAfterAPageView_isThePageViews(OverflowPolicy policy) {
        ConversionClient client =
                client(FakeSender.accepting(), time).overflow(policy).build();
        List<Long> at = new ArrayList<>();
        client.sink().emit(Events.valid(1)).subscribe(result -> at.add(time.now(TimeUnit.MILLISECONDS)));
        time.advanceTimeBy(Duration.ofMillis(48));
        client.sink().emit(Events.lead(2)).subscribe(result -> at.add(time.now(TimeUnit.MILLISECONDS)));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(at).containsExactly(50L, 50L);
    }

    @Test
    void deadline_leadsComeFasterThanTheyAreSent_aPageViewHasItsResultInTime() {
        FakeSender sender = FakeSender.slow(time);
        ConversionClient client = client(sender, time)
                .concurrency(1)
                .limits(BatchLimits.of(1, 10_000))
                .overflow(OverflowPolicy.PREFER_LEADS)
                .build();
        List<Outcome> view = outcomes(client.sink(), List.of(Events.valid(0)));
        for (int i = 1; i < 300; i++) {
            client.sink().tryEmit(Events.lead(i));
            time.advanceTimeBy(Duration.ofMillis(500));
        }
        assertThat(view).hasSize(1);
    }

    @Test
    void builder_changedAfterBuild_changesNothing() {
        ConversionClient.Builder builder = client(FakeSender.accepting(), time).concurrency(7);
        ConversionClient first = builder.build();
        ConversionClient second = builder.concurrency(1).sinkCapacity(2, 1024).build();
        assertThat(first.concurrency()).isEqualTo(7);
        assertThat(second.concurrency()).isEqualTo(1);
        IntStream.range(0, 100).forEach(i -> first.sink().tryEmit(Events.valid(i)));
        assertThat(first.stats().overflow()).isZero();
    }

    @Test
    void builder_builtTwice_sharesNoPermits() {
        ConversionClient.Builder builder = client(FakeSender.answering((batch, attempt) -> Mono.never()), time)
                .concurrency(1);
        ConversionClient first = builder.build();
        ConversionClient second = builder.build();
        first.sink().tryEmit(Events.valid(0));
        second.sink().tryEmit(Events.valid(1));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(first.stats().inFlight()).isOne();
        assertThat(second.stats().inFlight()).isOne();
    }

    // ---- the end

    @Test
    void close_subscriberIsBusyInTheMidst_doesNotCallItComplete() {
        ConversionClient client = client(FakeSender.accepting(), time)
                .limits(BatchLimits.of(1, 10_000))
                .build();
        List<CloseReport> reports = new ArrayList<>();
        TestPublisher<ServerEvent> source = TestPublisher.create();
        client.send(source).subscribe(result -> {
            if (!client.isDisposed()) {
                Events.valid(1, 50).forEach(source::next);
                client.close(Duration.ofMillis(300)).subscribe(reports::add);
                time.advanceTimeBy(Duration.ofSeconds(1));
            }
        });
        source.next(Events.valid(0));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isComplete()).isFalse();
            assertThat(report.unlisted()).isEqualTo(report.stats().queued()).isPositive();
        });
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(client.stats().queued() + client.stats().inFlight()).isZero();
    }
}
