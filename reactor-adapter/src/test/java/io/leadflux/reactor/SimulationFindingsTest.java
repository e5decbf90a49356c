package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What the random worlds brought to light, each as the smallest world that shows it. */
class SimulationFindingsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<DeliveryResult> letters = new ArrayList<>();

    private ConversionClient.Builder client(EventSender sender) {
        return Clients.client(sender, time)
                .linger(Duration.ZERO)
                .limits(BatchLimits.of(1, 1024))
                .concurrency(1)
                .deliveryTimeout(DEADLINE)
                .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)));
    }

    private static ServerEvent lead(int n) {
        return ServerEvent.generateLead("EUR", 5)
                .eventTime(1_793_000_000_000L + n)
                .eventSourceUrl("https://shop.example")
                .userData(Events.valid(n).userData())
                .dedupeId("lead-" + n)
                .build();
    }

    // Flush

    @Test
    void flush_twiceWhileTheSinkIsHeldUp_leavesTheTimerThreadAtPeace() {
        ConversionClient client =
                client(FakeSender.answering((batch, attempt) -> Mono.never())).build();
        Events.valid(0, 20).forEach(client.sink()::tryEmit);
        assertTimeoutPreemptively(Watchdog.LIMIT, () -> {
            client.flush().subscribe();
            client.flush().subscribe();
        });
    }

    @Test
    void flush_leadsOvertakePageViewsInTheSink_waitsForThePageViews() {
        Sinks.Many<SendResult> answers = Sinks.many().replay().all();
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> answers.asFlux().elementAt(attempt - 1));
        ConversionClient client =
                client(sender).overflow(OverflowPolicy.PREFER_LEADS).build();
        Events.valid(0, 6).forEach(client.sink()::tryEmit);
        AtomicBoolean flushed = new AtomicBoolean();
        client.flush().subscribe(nothing -> {}, broken -> {}, () -> flushed.set(true));
        for (int i = 0; i < 10; i++) {
            client.sink().tryEmit(lead(i));
        }
        for (int i = 0; i < 15; i++) {
            answers.tryEmitNext(SendResult.ofStatus(200));
        }
        assertThat(flushed).isFalse();
        answers.tryEmitNext(SendResult.ofStatus(200));
        assertThat(flushed).isTrue();
    }

    @Test
    void flush_lastResultComes_isHandedOnBeforeTheFlushCompletes() {
        Sinks.One<SendResult> answer = Sinks.one();
        ConversionClient client = client(FakeSender.answering((batch, attempt) -> answer.asMono()))
                .build();
        List<String> order = new ArrayList<>();
        client.send(Flux.just(Events.valid(1)).concatWith(Flux.never())).subscribe(result -> order.add("result"));
        client.flush().subscribe(nothing -> {}, broken -> {}, () -> order.add("flushed"));
        answer.tryEmitValue(SendResult.ofStatus(200));
        assertThat(order).containsExactly("result", "flushed");
    }

    @Test
    void close_lastResultComes_isHandedOnBeforeTheReport() {
        Sinks.One<SendResult> answer = Sinks.one();
        ConversionClient client = client(FakeSender.answering((batch, attempt) -> answer.asMono()))
                .build();
        List<String> order = new ArrayList<>();
        client.sink().emit(Events.valid(1)).subscribe(result -> order.add("result"));
        client.close(DEADLINE).subscribe(report -> order.add("report"));
        answer.tryEmitValue(SendResult.ofStatus(200));
        assertThat(order).containsExactly("result", "report");
    }

    @Test
    void flush_sinkClosedAndEmptyButNotAnswered_completesWithTheAnswer() {
        Sinks.One<SendResult> answer = Sinks.one();
        ConversionClient client = client(FakeSender.answering((batch, attempt) -> answer.asMono()))
                .build();
        client.sink().emit(Events.valid(1)).subscribe();
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean flushed = new AtomicBoolean();
        client.close(DEADLINE).subscribe(report -> closed.set(true));
        client.flush().subscribe(nothing -> {}, broken -> {}, () -> flushed.set(true));
        answer.tryEmitValue(SendResult.ofStatus(200));
        assertThat(closed).isTrue();
        assertThat(flushed).isTrue();
    }

    // Deadlines

    @Test
    void emit_waitedInTheSink_expiresAtTheDeadlineCountedFromItsArrival() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.just(SendResult.ofStatus(503)));
        ConversionClient client = client(sender).build();
        List<Long> answeredAt = new ArrayList<>();
        for (ServerEvent event : Events.valid(0, 30)) {
            client.sink().emit(event).subscribe(result -> answeredAt.add(time.now(TimeUnit.MILLISECONDS)));
        }
        time.advanceTimeBy(DEADLINE);
        assertThat(answeredAt).hasSize(30).containsOnly(DEADLINE.toMillis());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void send_huntThatDrags_answersForItsOldestEventAtThatOnesDeadline(long seed) {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(attempt == 1 ? 400 : 503));
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        List<Long> answeredAt = new ArrayList<>();
        client(sender)
                .limits(BatchLimits.of(2, 2048))
                .linger(Duration.ofSeconds(8))
                .random(new SplittableRandom(seed))
                .build()
                .send(source.asFlux())
                .subscribe(result -> answeredAt.add(time.now(TimeUnit.MILLISECONDS)));
        source.tryEmitNext(Events.valid(0));
        time.advanceTimeBy(Duration.ofSeconds(6));
        source.tryEmitNext(Events.valid(1));
        time.advanceTimeBy(DEADLINE);
        assertThat(answeredAt).containsExactly(10_000L, 16_000L);
    }

    // Dead letters

    @Test
    void send_cancelledBeforeTheBatchIsSealed_givesItsEventsToTheDeadLetters() {
        ConversionClient client = client(FakeSender.accepting())
                .limits(BatchLimits.DEFAULT)
                .linger(Duration.ofSeconds(1))
                .build();
        client.send(Flux.fromIterable(Events.valid(0, 3)).concatWith(Flux.never()))
                .subscribe()
                .dispose();
        assertThat(letters)
                .extracting(DeliveryResult::outcome)
                .containsExactly(Outcome.CLOSED, Outcome.CLOSED, Outcome.CLOSED);
        assertThat(client.stats().closed()).isEqualTo(3);
    }

    // A hunt

    @Test
    void send_probeRefusedOnceWithAnotherStatus_rejectsNothing() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(attempt == 1 ? 400 : attempt == 2 ? 404 : 200));
        List<DeliveryResult> results = new ArrayList<>();
        client(sender)
                .limits(BatchLimits.DEFAULT)
                .linger(Duration.ofSeconds(1))
                .build()
                .send(Flux.fromIterable(Events.valid(0, 10)))
                .subscribe(results::add);
        assertThat(results).hasSize(10).allMatch(DeliveryResult::isAccepted);
    }

    @Test
    void send_twoCulpritsInARow_holdsUpTheirSiblingsForAMomentOnly() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> status(
                batch.events().contains(Events.valid(0)) || batch.events().contains(Events.valid(1)) ? 400 : 200));
        for (long seed = 1; seed <= 50; seed++) {
            List<DeliveryResult> results = new ArrayList<>();
            client(sender)
                    .limits(BatchLimits.DEFAULT)
                    .linger(Duration.ofSeconds(1))
                    .random(new SplittableRandom(seed))
                    .build()
                    .send(Flux.fromIterable(Events.valid(0, 40)))
                    .subscribe(results::add);
            time.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(results)
                    .as("seed %d", seed)
                    .filteredOn(DeliveryResult::isAccepted)
                    .hasSize(38);
        }
    }

    // Close

    @Test
    void close_whileAnEventIsJudged_answersForIt() {
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        ConversionClient client = client(FakeSender.accepting())
                .consent(event -> {
                    itself.get().close(DEADLINE).subscribe();
                    return true;
                })
                .build();
        itself.set(client);
        List<DeliveryResult> results = new ArrayList<>();
        AtomicBoolean completed = new AtomicBoolean();
        client.send(Flux.just(Events.valid(1)).concatWith(Flux.never()))
                .subscribe(results::add, broken -> {}, () -> completed.set(true));
        assertThat(results).hasSize(1);
        assertThat(completed).isTrue();
        assertThat(client.stats().queued()).isZero();
    }

    // Depth

    @Test
    void send_senderAnswersAtOnceAfterALongWait_doesNotDescendWithEachBatch() {
        Sinks.One<String> key = Sinks.one();
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = ConversionClient.builder(sender, key::asMono)
                .scheduler(time)
                .limits(BatchLimits.of(1, 1024))
                .adaptiveConcurrency(1, 1024)
                .build();
        List<DeliveryResult> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            client.send(Flux.fromIterable(Events.valid(i * 1000, i * 1000 + 1000)))
                    .subscribe(results::add);
        }
        key.tryEmitValue("key-1");
        assertThat(results).hasSize(20_000).allMatch(DeliveryResult::isAccepted);
    }

    // Cancel

    @Test
    void send_cancelledInItsLastResult_doesNotComplete() {
        AtomicBoolean completed = new AtomicBoolean();
        client(FakeSender.accepting()).build().send(Flux.just(Events.valid(1))).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(DeliveryResult result) {
                upstream().cancel();
            }

            @Override
            protected void hookOnComplete() {
                completed.set(true);
            }
        });
        assertThat(completed).isFalse();
    }
}
