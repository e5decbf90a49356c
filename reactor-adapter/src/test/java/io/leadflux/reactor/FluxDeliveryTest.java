package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What happens between two steps of a pipeline's loop. */
class FluxDeliveryTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<DeliveryResult> letters = new ArrayList<>();

    private ConversionClient.Builder client(EventSender sender) {
        return ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)));
    }

    @Test
    void flush_calledBehindAnEventThatTheLoopHasNotTakenYet_coversIt() {
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        AtomicBoolean flushed = new AtomicBoolean();
        FakeSender sender = FakeSender.answering((batch, attempt) -> {
            if (attempt == 1) {
                source.tryEmitNext(Events.valid(2)).orThrow();
                itself.get().flush().subscribe(nothing -> {}, error -> {}, () -> flushed.set(true));
            }
            return Mono.just(SendResult.ofStatus(200)).delayElement(Duration.ofSeconds(1), time);
        });
        ConversionClient client = client(sender).linger(Duration.ofMinutes(1)).build();
        itself.set(client);
        client.send(source.asFlux()).subscribe();
        source.tryEmitNext(Events.valid(1)).orThrow();
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(flushed).isFalse();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(flushed).isTrue();
        assertThat(client.stats().accepted()).isEqualTo(2);
    }

    @Test
    void onNext_clientClosesWhileTheEventIsJudged_answersClosed() {
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        TestPublisher<ServerEvent> source = TestPublisher.create();
        ConversionClient client = client(FakeSender.accepting())
                .consent(event -> {
                    itself.get().close(Duration.ofSeconds(1)).subscribe();
                    return true;
                })
                .build();
        itself.set(client);
        StepVerifier.create(client.send(source.flux()))
                .then(() -> source.next(Events.valid(1)))
                .assertNext(result -> assertThat(result.outcome()).isEqualTo(Outcome.CLOSED))
                .verifyComplete();
        ClientStats stats = client.stats();
        assertThat(stats.submitted()).isEqualTo(1);
        assertThat(stats.closed()).isEqualTo(1);
        assertThat(stats.queued()).isZero();
    }

    @Test
    void cancel_eventsNotSentYet_goToTheDeadLetters() {
        ConversionClient client =
                client(FakeSender.slow(time)).concurrency(1).linger(LONG).build();
        client.send(Flux.concat(Flux.fromIterable(Events.valid(0, 150)), Flux.never()))
                .subscribe()
                .dispose();
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(client.stats().closed()).isEqualTo(50);
        assertThat(letters)
                .hasSize(50)
                .allSatisfy(letter -> assertThat(letter.outcome()).isEqualTo(Outcome.CLOSED));
    }

    @Test
    void send_over_leavesNoTimerThatHoldsThePipeline() {
        PendingTimers timers = new PendingTimers(time);
        ConversionClient client = client(FakeSender.accepting())
                .timing(Timing.virtual(timers))
                .linger(Duration.ofMinutes(1))
                .build();
        for (int i = 0; i < 10; i++) {
            client.send(Flux.fromIterable(Events.valid(0, 150))).blockLast();
            client.send(Flux.concat(Flux.fromIterable(Events.valid(0, 50)), Flux.never()))
                    .subscribe()
                    .dispose();
        }
        int ofTheClient = 2; // its dispatcher's, and that of its log of losses
        assertThat(timers.count()).isLessThanOrEqualTo(ofTheClient);
    }
}
