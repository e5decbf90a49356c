package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

class EventSinkTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    /**
     * A client whose first POST hangs until {@code release}. Its stream takes three events, one to a batch; what comes then
     * stays in the sink's queue.
     */
    private ConversionClient.Builder stuck(Sinks.Empty<Void> release) {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> release.asMono().thenReturn(SendResult.ofStatus(200)));
        return client(sender, time)
                .concurrency(1)
                .limits(BatchLimits.of(1, 10_000))
                .deliveryTimeout(LONG);
    }

    private static EventSink filled(ConversionClient client, List<ServerEvent> queued) {
        EventSink sink = client.sink();
        Events.valid(900, 903).forEach(event -> assertThat(sink.tryEmit(event)).isEqualTo(EmitResult.OK));
        assertThat(sink.queuedEvents()).isZero();
        queued.forEach(event -> assertThat(sink.tryEmit(event)).isEqualTo(EmitResult.OK));
        assertThat(sink.queuedEvents()).isEqualTo(queued.size());
        return sink;
    }

    // Kept

    @Test
    void close_whileNothingIsSent_leavesNoRoomTaken() {
        ConversionClient client = client(FakeSender.status(503), time)
                .limits(BatchLimits.of(10, 100_000))
                .concurrency(ConcurrencyLimit.fixed(2))
                .sinkCapacity(100, 1 << 20)
                .build();
        for (int i = 0; i < 300; i++) {
            client.sink().tryEmit(Events.valid(i));
            time.advanceTimeBy(Duration.ofMillis(20));
        }
        assertThat(client.sink().queuedEvents()).isEqualTo(100);
        AtomicReference<CloseReport> report = new AtomicReference<>();
        client.close(Duration.ofSeconds(1)).subscribe(report::set);
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(report.get()).isNotNull();
        assertThat(client.stats().closed()).isEqualTo(140);
        assertThat(client.sink().queuedEvents()).isZero();
    }

    // Turned away

    @Test
    void tryEmit_eventBreaksRules_answersInvalidAndTellsTheDeadLetters() {
        List<DeliveryResult> letters = new ArrayList<>();
        ConversionClient client = client(FakeSender.accepting(), time)
                .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)))
                .build();
        assertThat(client.sink().tryEmit(Events.invalid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.stats().invalid()).isEqualTo(1);
        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.outcome()).isEqualTo(Outcome.INVALID));
    }

    @Test
    void emit_eventBreaksRules_givesTheViolations() {
        StepVerifier.create(client(FakeSender.accepting(), time).build().sink().emit(Events.invalid(1)))
                .assertNext(result -> assertThat(result.violations())
                        .extracting(Violation::rule)
                        .containsExactly(Rule.URL_REQUIRED))
                .verifyComplete();
    }

    @Test
    void tryEmit_closed_answersClosed() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        EventSink sink = client.sink();
        client.dispose();
        assertThat(sink.tryEmit(Events.valid(1))).isEqualTo(EmitResult.CLOSED);
        assertThat(outcomes(sink, List.of(Events.valid(2)))).containsExactly(Outcome.CLOSED);
        assertThat(client.stats().closed()).isEqualTo(2);
    }

    @Test
    void sink_firstAskedForAfterClose_isClosed() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.dispose();
        assertThat(client.sink().tryEmit(Events.valid(1))).isEqualTo(EmitResult.CLOSED);
    }

    @Test
    void tryEmit_null_throwsAndCountsNothing() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        assertThatNullPointerException()
                .isThrownBy(() -> client.sink().tryEmit(null))
                .withMessage("event");
        assertThat(client.stats().submitted()).isZero();
    }

    @Test
    void tryEmit_fullOfEvents_answersOverflowUntilThereIsRoom() {
        Sinks.Empty<Void> release = Sinks.empty();
        List<DeliveryResult> letters = new ArrayList<>();
        ConversionClient client = stuck(release)
                .sinkCapacity(4, 1 << 20)
                .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)))
                .build();
        EventSink sink = filled(client, Events.valid(0, 4));
        assertThat(sink.tryEmit(Events.valid(4))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(outcomes(sink, List.of(Events.valid(5)))).containsExactly(Outcome.OVERFLOW);
        assertThat(client.stats().overflow()).isEqualTo(2);
        assertThat(letters).extracting(DeliveryResult::outcome).containsExactly(Outcome.OVERFLOW, Outcome.OVERFLOW);
        release.tryEmitEmpty();
        assertThat(sink.queuedEvents()).isZero();
        assertThat(sink.tryEmit(Events.valid(6))).isEqualTo(EmitResult.OK);
        assertThat(client.stats().accepted()).isEqualTo(8);
    }

    @Test
    void tryEmit_fullOfBytes_answersOverflow() {
        ConversionClient client =
                stuck(Sinks.empty()).sinkCapacity(1_000, 2_000).build();
        EventSink sink = filled(client, Events.valid(0, 4));
        assertThat(sink.queuedBytes()).isBetween(1_600L, 2_000L);
        assertThat(sink.tryEmit(Events.valid(4))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(sink.queuedBytes()).isLessThanOrEqualTo(2_000);
    }

    @Test
    void emit_pushedOutByALead_givesOverflow() {
        ConversionClient client = stuck(Sinks.empty())
                .sinkCapacity(2, 1 << 20)
                .overflow(OverflowPolicy.PREFER_LEADS)
                .build();
        EventSink sink = filled(client, List.of());
        List<Outcome> outcomes = outcomes(sink, Events.valid(0, 2));
        assertThat(outcomes).isEmpty();
        assertThat(sink.tryEmit(Events.lead(1))).isEqualTo(EmitResult.OK);
        assertThat(outcomes).containsExactly(Outcome.OVERFLOW);
        assertThat(client.stats().overflow()).isEqualTo(1);
    }

    @Test
    void tryEmit_viewsAfterLeads_areSentBehindThem() {
        Sinks.Empty<Void> release = Sinks.empty();
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> release.asMono().thenReturn(SendResult.ofStatus(200)));
        ConversionClient client = client(sender, time)
                .concurrency(1)
                .limits(BatchLimits.of(1, 10_000))
                .overflow(OverflowPolicy.PREFER_LEADS)
                .build();
        filled(client, List.of(Events.valid(0), Events.lead(1)));
        release.tryEmitEmpty();
        assertThat(sender.dedupeIds()).endsWith("lead-1", "event-0");
    }

    // Close

    @Test
    void close_eventsInFlight_reportsAsSoonAsTheyAreAnswered() {
        ConversionClient client =
                client(FakeSender.slow(time), time).concurrency(1).linger(LONG).build();
        client.sink().tryEmit(Events.valid(1));
        List<CloseReport> reports = new ArrayList<>();
        client.close(Duration.ofSeconds(30)).subscribe(reports::add);
        time.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.isComplete()).isTrue();
            assertThat(report.stats().accepted()).isEqualTo(1);
            assertThat(report.took()).isEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void close_atTheDeadline_reportsWhatIsStillQueued() {
        ConversionClient client = stuck(Sinks.empty()).build();
        EventSink sink = filled(client, Events.valid(0, 10));
        List<Outcome> outcomes = outcomes(sink, Events.valid(10, 20));
        List<CloseReport> reports = new ArrayList<>();
        client.close(Duration.ofSeconds(3)).subscribe(reports::add);
        time.advanceTimeBy(Duration.ofSeconds(4));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.left()).hasSize(23);
            assertThat(report.took()).isLessThanOrEqualTo(Duration.ofMillis(3_100));
            assertThat(report.stats().closed()).isEqualTo(23);
            assertThat(report.stats().queued()).isZero();
        });
        assertThat(outcomes).hasSize(10).containsOnly(Outcome.CLOSED);
    }

    @Test
    void close_eventTurnedAwayWhileItEnds_isNotAmongWhatIsLeft() {
        ConversionClient client = client(FakeSender.accepting(), time)
                .deadLetters(letter -> Mono.never())
                .build();
        client.sink().tryEmit(Events.invalid(1));
        List<CloseReport> reports = new ArrayList<>();
        client.close(Duration.ofSeconds(3)).subscribe(reports::add);
        assertThat(client.health()).isEqualTo(Health.CLOSED);
        assertThat(client.sink().tryEmit(Events.valid(2))).isEqualTo(EmitResult.CLOSED);
        assertThat(reports).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.isComplete()).isTrue());
    }

    @Test
    void flush_anEventThatMadeWayIsNotAnsweredForYet_waitsForItsResult() {
        List<String> order = new ArrayList<>();
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        Sinks.Empty<Void> release = Sinks.empty();
        ConversionClient client = whenOneMakesWay(release, () -> {
            itself.get().flush().subscribe(nothing -> {}, error -> {}, () -> order.add("flushed"));
            release.tryEmitEmpty();
        });
        itself.set(client);
        EventSink sink = filled(client, List.of());
        sink.emit(Events.valid(1)).subscribe(result -> order.add("made way: " + result.outcome()));
        sink.tryEmit(Events.valid(2));
        sink.tryEmit(Events.lead(3));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(order).containsExactly("made way: OVERFLOW", "flushed");
    }

    @Test
    void close_anEventIsStillOnItsWayIntoTheQueue_waitsForItsResult() {
        List<CloseReport> reports = new ArrayList<>();
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        Sinks.Empty<Void> release = Sinks.empty();
        ConversionClient client = whenOneMakesWay(release, () -> {
            itself.get().close(Duration.ofSeconds(3)).subscribe(reports::add);
            release.tryEmitEmpty();
        });
        itself.set(client);
        EventSink sink = filled(client, Events.valid(0, 2));
        assertThat(sink.tryEmit(Events.lead(3))).isEqualTo(EmitResult.OK);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.stats().accepted()).isEqualTo(5);
            assertThat(report.stats().queued()).isZero();
            assertThat(report.isComplete()).isTrue();
        });
    }

    /** A client whose queue holds two events, and that does {@code then} when one makes way for another, in between. */
    private ConversionClient whenOneMakesWay(Sinks.Empty<Void> release, Runnable then) {
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void eventEnded(DeliveryResult result, Duration took) {
                if (result.outcome() == Outcome.OVERFLOW) {
                    then.run();
                }
            }
        };
        return stuck(release)
                .listener(listener)
                .sinkCapacity(2, 1 << 20)
                .overflow(OverflowPolicy.DROP_OLDEST)
                .build();
    }

    @Test
    void close_whileManyThreadsEmit_answersForEachThatWasTaken() {
        for (int round = 0; round < 20; round++) {
            ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                    .sinkCapacity(64, 1 << 20)
                    .build();
            EventSink sink = client.sink();
            AtomicInteger results = new AtomicInteger();
            AtomicReference<CloseReport> report = new AtomicReference<>();
            Runnable producer = () -> Events.valid(0, 200)
                    .forEach(event -> sink.emit(event).subscribe(result -> results.incrementAndGet()));
            RaceTestUtils.race(
                    producer,
                    producer,
                    () -> report.set(client.close(Watchdog.LIMIT).block()));
            ClientStats stats = client.stats();
            assertThat(results).as("results in round " + round).hasValue(400);
            assertThat(stats.submitted()).isEqualTo(400);
            assertThat(stats.accepted() + stats.overflow() + stats.closed()).isEqualTo(400);
            assertThat(report.get().isComplete()).isTrue();
        }
    }

    // Many threads

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void emit_fromManyThreads_givesExactlyOneResultForEach(OverflowPolicy policy) throws InterruptedException {
        int threads = 8;
        int perThread = 5_000;
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                .sinkCapacity(128, 1 << 20)
                .overflow(policy)
                .linger(Duration.ofMillis(1))
                .build();
        Map<String, AtomicInteger> results = new ConcurrentHashMap<>();
        Map<Outcome, AtomicLong> outcomes = new ConcurrentHashMap<>();
        List<Thread> producers = new CopyOnWriteArrayList<>();
        for (int t = 0; t < threads; t++) {
            int from = t * perThread;
            Thread producer = new Thread(() -> {
                for (int n = from; n < from + perThread; n++) {
                    client.sink()
                            .emit(n % 4 == 0 ? Events.lead(n) : Events.valid(n))
                            .subscribe(result -> {
                                String id =
                                        Objects.requireNonNull(result.event().dedupeId());
                                results.computeIfAbsent(id, any -> new AtomicInteger())
                                        .incrementAndGet();
                                outcomes.computeIfAbsent(result.outcome(), any -> new AtomicLong())
                                        .incrementAndGet();
                            });
                }
            });
            producers.add(producer);
            producer.start();
        }
        for (Thread producer : producers) {
            producer.join();
        }
        CloseReport report = client.close(Watchdog.LIMIT).block();
        assertThat(Objects.requireNonNull(report).isComplete()).isTrue();
        assertThat(results).hasSize(threads * perThread);
        assertThat(results.values()).allSatisfy(count -> assertThat(count).hasValue(1));
        ClientStats stats = report.stats();
        assertThat(stats.submitted()).isEqualTo(threads * perThread);
        assertThat(stats.accepted() + stats.overflow()).isEqualTo(threads * perThread);
        assertThat(outcomes.get(Outcome.ACCEPTED)).hasValue(stats.accepted());
    }

    @Test
    void tryEmit_fromManyThreads_acceptsExactlyThoseThatWereTaken() {
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                .sinkCapacity(32, 1 << 20)
                .build();
        AtomicLong taken = new AtomicLong();
        Runnable producer = () -> Events.valid(0, 10_000).forEach(event -> {
            if (client.sink().tryEmit(event) == EmitResult.OK) {
                taken.incrementAndGet();
            }
        });
        RaceTestUtils.race(producer, producer, producer);
        ClientStats stats =
                Objects.requireNonNull(client.close(Watchdog.LIMIT).block()).stats();
        assertThat(stats.accepted()).isEqualTo(taken.get());
        assertThat(stats.overflow()).isEqualTo(30_000 - taken.get());
    }
}
