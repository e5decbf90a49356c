package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.Timing;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

class BatchOperatorTest {

    private static final Duration LINGER = Duration.ofMillis(50);
    private static final BatchLimits SMALL = BatchLimits.of(100, 1_024);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final PendingTimers timers = new PendingTimers(time);
    private final BatchOperator operator = BatchOperator.of(BatchLimits.DEFAULT, LINGER, Timing.virtual(timers));

    private static ServerEvent tooLarge() {
        return Events.valid(1).withDedupeId("x".repeat(1_000));
    }

    private static List<Integer> sizes(List<EventBatch> batches) {
        return batches.stream().map(EventBatch::size).toList();
    }

    /** Asks for batches only when told to, and keeps all that it is given. */
    private static final class Collector extends BaseSubscriber<EventBatch> {
        final List<EventBatch> batches = new ArrayList<>();
        final AtomicReference<String> end = new AtomicReference<>("none");

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(EventBatch batch) {
            batches.add(batch);
        }

        @Override
        protected void hookOnComplete() {
            end.set("complete");
        }

        @Override
        protected void hookOnError(Throwable error) {
            end.set(error.getMessage());
        }

        List<Integer> sizes() {
            return BatchOperatorTest.sizes(batches);
        }
    }

    // Failures

    @Test
    void apply_sourceErrs_emitsWhatIsOpenAndThenErrs() {
        Flux<ServerEvent> source = Flux.concat(
                Flux.fromIterable(Events.valid(0, 103)), Flux.error(new IllegalStateException("source broke")));
        StepVerifier.create(source.transform(operator).map(EventBatch::size))
                .expectNext(100, 3)
                .verifyErrorMessage("source broke");
    }

    @Test
    void apply_sourceErrsWithoutDemand_keepsTheOpenBatchUntilItIsAskedFor() {
        Collector collector = new Collector();
        Flux.concat(Flux.fromIterable(Events.valid(0, 3)), Flux.<ServerEvent>error(new IllegalStateException("broke")))
                .transform(operator)
                .subscribe(collector);
        assertThat(collector.end).hasValue("none");
        collector.request(1);
        assertThat(collector.sizes()).containsExactly(3);
        assertThat(collector.end).hasValue("broke");
    }

    @Test
    void apply_eventTooLarge_discardsItAndGoesOn() {
        List<ServerEvent> discarded = new ArrayList<>();
        ServerEvent large = tooLarge();
        StepVerifier.create(Flux.just(Events.valid(1), large, Events.valid(2))
                        .transform(BatchOperator.of(SMALL, LINGER, time))
                        .doOnDiscard(ServerEvent.class, discarded::add)
                        .map(EventBatch::events))
                .expectNext(List.of(Events.valid(1), Events.valid(2)))
                .verifyComplete();
        assertThat(discarded).containsExactly(large);
    }

    @Test
    void onRejected_eventTooLarge_isGivenTheResultInsteadOfTheDiscardHook() {
        List<ServerEvent> discarded = new ArrayList<>();
        List<DeliveryResult> rejected = new ArrayList<>();
        StepVerifier.create(Flux.just(tooLarge(), Events.valid(2))
                        .transform(BatchOperator.of(SMALL, LINGER, time).onRejected(rejected::add))
                        .doOnDiscard(ServerEvent.class, discarded::add))
                .assertNext(batch -> assertThat(batch.event(0)).isEqualTo(Events.valid(2)))
                .verifyComplete();
        assertThat(discarded).isEmpty();
        assertThat(rejected).singleElement().satisfies(result -> {
            assertThat(result.event()).isEqualTo(tooLarge());
            assertThat(result.violations()).extracting(Violation::rule).containsExactly(Rule.EVENT_TOO_LARGE);
        });
    }

    @Test
    void onRejected_consumerThrows_cancelsAndErrsBehindWhatCameBefore() {
        TestPublisher<ServerEvent> source = TestPublisher.create();
        BatchOperator throwing = BatchOperator.of(SMALL, LINGER, time).onRejected(result -> {
            throw new IllegalStateException("consumer broke");
        });
        StepVerifier.create(source.flux().transform(throwing).map(EventBatch::size))
                .then(() -> source.next(Events.valid(1), tooLarge()))
                .expectNext(1)
                .verifyErrorMessage("consumer broke");
        source.assertCancelled();
    }

    @Test
    void onRejected_consumerThrowsWhenTheSourceHasCompleted_errs() {
        TestPublisher<ServerEvent> source = TestPublisher.create();
        AtomicInteger calls = new AtomicInteger();
        BatchOperator throwing = BatchOperator.of(SMALL, LINGER, time).onRejected(result -> {
            if (calls.incrementAndGet() == 2) {
                throw new IllegalStateException("consumer broke");
            }
            source.next(Events.valid(1), tooLarge()).complete();
        });
        StepVerifier.create(source.flux().transform(throwing).map(EventBatch::size))
                .then(() -> source.next(tooLarge()))
                .expectNext(1)
                .verifyErrorMessage("consumer broke");
    }

    @Test
    void apply_manyTooLargeInARow_doesNotStall() {
        Flux<ServerEvent> source = Flux.concat(
                Flux.fromIterable(Events.valid(0, 2)),
                Flux.range(0, 5_000).map(n -> tooLarge()),
                Flux.fromIterable(Events.valid(2, 3)));
        AtomicInteger rejected = new AtomicInteger();
        StepVerifier.create(source.transform(
                                BatchOperator.of(SMALL, LINGER, time).onRejected(result -> rejected.incrementAndGet()))
                        .map(EventBatch::size))
                .expectNext(3)
                .verifyComplete();
        assertThat(rejected).hasValue(5_000);
    }

    @Test
    void apply_schedulerIsDisposed_isServedByTheDefaultOne() {
        Scheduler disposed = Schedulers.newSingle("disposed");
        disposed.dispose();
        TestPublisher<ServerEvent> source = TestPublisher.create();
        StepVerifier.create(source.flux()
                        .transform(BatchOperator.of(BatchLimits.DEFAULT, LINGER, disposed))
                        .map(EventBatch::size))
                .then(() -> source.next(Events.valid(1)))
                .expectNext(1)
                .thenCancel()
                .verify();
    }

    @Test
    void apply_sourceIgnoresDemand_errsInsteadOfGrowing() {
        TestPublisher<ServerEvent> rude = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
        Collector collector = new Collector();
        List<ServerEvent> discarded = new ArrayList<>();
        rude.flux()
                .transform(operator)
                .doOnDiscard(ServerEvent.class, discarded::add)
                .subscribe(collector);
        Events.valid(0, 201).forEach(rude::next);
        collector.request(5);
        assertThat(collector.sizes()).containsExactly(100, 100);
        assertThat(collector.end.get()).contains("more than it was asked for");
        assertThat(discarded).containsExactly(Events.valid(200));
    }

    @Test
    void cancel_eventsHeld_discardsEachOnceAndSetsTheTimerFree() {
        List<ServerEvent> discarded = new ArrayList<>();
        Collector collector = new Collector();
        Flux.concat(Flux.fromIterable(Events.valid(0, 150)), Flux.<ServerEvent>never())
                .transform(operator)
                .doOnDiscard(ServerEvent.class, discarded::add)
                .subscribe(collector);
        collector.request(2);
        assertThat(collector.sizes()).containsExactly(100);
        assertThat(timers.count()).isEqualTo(1);
        collector.cancel();
        assertThat(discarded).containsExactlyElementsOf(Events.valid(100, 150));
        assertThat(timers.count()).isZero();
    }

    @Test
    void cancel_whileEventsCome_losesNone() {
        for (int round = 0; round < 500; round++) {
            TestPublisher<ServerEvent> source =
                    TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
            AtomicInteger discarded = new AtomicInteger();
            Collector collector = new Collector();
            source.flux()
                    .transform(BatchOperator.of(BatchLimits.of(3, 10_000), LINGER, time))
                    .doOnDiscard(ServerEvent.class, event -> discarded.incrementAndGet())
                    .subscribe(collector);
            collector.request(1);
            RaceTestUtils.race(() -> Events.valid(0, 5).forEach(source::next), collector::cancel);
            int emitted = collector.batches.stream().mapToInt(EventBatch::size).sum();
            assertThat(emitted + discarded.get())
                    .as("of 5 events in round " + round)
                    .isEqualTo(5);
        }
    }

    // What makes a batch leave

    @Test
    void apply_full_leavesAtOnce() {
        StepVerifier.create(Flux.concat(Flux.fromIterable(Events.valid(0, 250)), Flux.<ServerEvent>never())
                        .transform(operator)
                        .map(EventBatch::size))
                .expectNext(100, 100)
                .thenCancel()
                .verify();
    }

    @Test
    void apply_bytesLimit_sealsBeforeTheEventThatWouldExceedIt() {
        List<EventBatch> batches = new ArrayList<>();
        Flux.fromIterable(Events.valid(0, 20))
                .transform(BatchOperator.of(SMALL, LINGER, time))
                .subscribe(batches::add);
        assertThat(batches)
                .hasSizeGreaterThan(5)
                .allSatisfy(batch -> assertThat(batch.bodyLength()).isLessThanOrEqualTo(1_024));
        assertThat(batches.stream().flatMap(batch -> batch.events().stream()))
                .containsExactlyElementsOf(Events.valid(0, 20));
    }

    @Test
    void apply_lingerOver_leavesPartial() {
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        List<EventBatch> batches = new ArrayList<>();
        source.asFlux().transform(operator).subscribe(batches::add);
        source.tryEmitNext(Events.valid(1)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(30));
        source.tryEmitNext(Events.valid(2)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(19));
        assertThat(batches).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(sizes(batches)).containsExactly(2);
    }

    @Test
    void apply_lingerOfTheNextBatch_countsFromItsOwnFirstEvent() {
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        List<EventBatch> batches = new ArrayList<>();
        source.asFlux()
                .transform(BatchOperator.of(BatchLimits.of(2, 10_000), LINGER, time))
                .subscribe(batches::add);
        source.tryEmitNext(Events.valid(1)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(40));
        source.tryEmitNext(Events.valid(2)).orThrow();
        source.tryEmitNext(Events.valid(3)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(49));
        assertThat(sizes(batches)).containsExactly(2);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(sizes(batches)).containsExactly(2, 1);
    }

    @Test
    void apply_lingerZero_leavesEventByEventWhileThereIsDemand() {
        StepVerifier.create(Flux.fromIterable(Events.valid(0, 5))
                        .transform(BatchOperator.of(BatchLimits.DEFAULT, Duration.ZERO, time))
                        .map(EventBatch::size))
                .expectNext(1, 1, 1, 1, 1)
                .verifyComplete();
    }

    @Test
    void apply_sourceCompletes_leavesPartialWithoutLinger() {
        StepVerifier.create(Flux.fromIterable(Events.valid(0, 103))
                        .transform(operator)
                        .map(EventBatch::size))
                .expectNext(100, 3)
                .verifyComplete();
        assertThat(timers.count()).isZero();
    }

    @Test
    void apply_emptySource_completes() {
        StepVerifier.create(Flux.<ServerEvent>empty().transform(operator), 0).verifyComplete();
    }

    // Demand

    @Test
    void apply_noDemand_takesTwoBatchesAndNoMore() {
        AtomicLong asked = new AtomicLong();
        Collector collector = new Collector();
        Flux.fromIterable(Events.valid(0, 1_000))
                .doOnRequest(asked::addAndGet)
                .transform(operator)
                .subscribe(collector);
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(asked).hasValue(200);
        assertThat(collector.batches).isEmpty();
        collector.request(1);
        assertThat(collector.sizes()).containsExactly(100);
        assertThat(asked).hasValue(300);
    }

    @Test
    void apply_demandComesBackBeforeLinger_doesNotLeavePartial() {
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        Collector collector = new Collector();
        source.asFlux().transform(operator).subscribe(collector);
        source.tryEmitNext(Events.valid(1)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(49));
        collector.request(1);
        assertThat(collector.batches).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(collector.sizes()).containsExactly(1);
    }

    @Test
    void apply_lingerOverWithoutDemand_goesOnFillingUntilThereIs() {
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        Collector collector = new Collector();
        source.asFlux().transform(operator).subscribe(collector);
        Events.valid(0, 10).forEach(event -> source.tryEmitNext(event).orThrow());
        time.advanceTimeBy(Duration.ofSeconds(1));
        Events.valid(10, 30).forEach(event -> source.tryEmitNext(event).orThrow());
        assertThat(collector.batches).isEmpty();
        collector.request(1);
        assertThat(collector.sizes()).containsExactly(30);
    }

    @Test
    void apply_subscriberSlowerThanTheTimer_getsFullBatchesAndNoError() {
        Collector collector = new Collector();
        Flux.interval(Duration.ofMillis(1), time)
                .onBackpressureBuffer(100_000)
                .take(10_000)
                .map(n -> Events.valid(n.intValue()))
                .transform(operator)
                .subscribe(collector);
        Flux.interval(Duration.ofMillis(200), time).take(200).subscribe(tick -> collector.request(1));
        time.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(collector.end).hasValue("complete");
        assertThat(collector.batches.stream().mapToInt(EventBatch::size).sum()).isEqualTo(10_000);
        long inFull = collector.sizes().stream().filter(size -> size == 100).count() * 100;
        assertThat(inFull).isGreaterThanOrEqualTo(9_500);
    }

    @Test
    void apply_oneEventPerBatchAndDemandOneByOne_completes() {
        StepVerifier.create(
                        Flux.fromIterable(Events.valid(0, 1_000))
                                .transform(BatchOperator.of(BatchLimits.of(1, 2_000), LINGER, time))
                                .limitRate(1)
                                .map(batch -> batch.event(0)),
                        1_000)
                .expectNextSequence(Events.valid(0, 1_000))
                .verifyComplete();
    }

    @Test
    void apply_sourceTimerAndSubscriberOnTheirOwnThreads_keepsOrderAndLosesNone() {
        List<ServerEvent> events = Events.valid(0, 50_000);
        StepVerifier.create(Flux.fromIterable(events)
                        .publishOn(Schedulers.single())
                        .transform(BatchOperator.of(BatchLimits.of(7, 100_000), Duration.ofNanos(1_000)))
                        .publishOn(Schedulers.parallel(), 3)
                        .concatMapIterable(EventBatch::events))
                .expectNextSequence(events)
                .expectComplete()
                .verify(Watchdog.LIMIT);
    }

    // What it tells

    @Test
    void scan_whileEventsAreHeld_tellsItsState() {
        AtomicReference<Scannable> scannable = new AtomicReference<>();
        Collector collector = new Collector();
        Flux.concat(Flux.fromIterable(Events.valid(0, 150)), Flux.<ServerEvent>never())
                .transform(operator)
                .doOnSubscribe(subscription -> scannable.set(Scannable.from(subscription)))
                .subscribe(collector);
        Scannable subscription = scannable.get();
        assertThat(subscription.scan(Scannable.Attr.PREFETCH)).isEqualTo(200);
        assertThat(subscription.scan(Scannable.Attr.BUFFERED)).isEqualTo(150);
        assertThat(subscription.scan(Scannable.Attr.REQUESTED_FROM_DOWNSTREAM)).isZero();
        assertThat(subscription.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.ASYNC);
        assertThat(subscription.scan(Scannable.Attr.CANCELLED)).isFalse();
        collector.cancel();
        assertThat(subscription.scan(Scannable.Attr.CANCELLED)).isTrue();
        assertThat(subscription.scan(Scannable.Attr.BUFFERED)).isZero();
    }

    @Test
    void of_lingerOutOfRange_namesTheValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchOperator.of(BatchLimits.DEFAULT, Duration.ofMillis(-1)))
                .withMessageContaining("linger")
                .withMessageContaining("PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchOperator.of(BatchLimits.DEFAULT, Duration.ofMinutes(61)))
                .withMessageContaining("PT1H1M");
    }

    @Test
    void of_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> BatchOperator.of(null, LINGER))
                .withMessage("limits");
        assertThatNullPointerException()
                .isThrownBy(() -> BatchOperator.of(BatchLimits.DEFAULT, null))
                .withMessage("linger");
    }
}
