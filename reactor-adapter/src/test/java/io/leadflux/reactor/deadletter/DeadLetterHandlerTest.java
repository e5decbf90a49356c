package io.leadflux.reactor.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.FakeSender;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a client hands to its dead letter handler, and how much may wait for a slow one. */
class DeadLetterHandlerTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<DeliveryResult> letters = new ArrayList<>();

    private ConversionClient.Builder client(int status, Duration patience) {
        return ConversionClient.builder(FakeSender.status(status), ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .concurrency(64)
                .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter))
                        .then(patience.isZero() ? Mono.empty() : Mono.delay(patience, time))
                        .then());
    }

    @Test
    void client_sixStreamsExpireTogether_losesNoLetter() {
        int streams = 6;
        int window = 12_800;
        ConversionClient client = client(503, Duration.ofMillis(1)).build();
        for (int i = 0; i < streams; i++) {
            client.send(Flux.range(0, window).map(Events::valid)).subscribe();
        }
        time.advanceTimeBy(Duration.ofMinutes(2).plusSeconds(1));
        assertThat(client.stats().expired()).isEqualTo(streams * window);
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(client.stats().deadLettersLost()).isZero();
        assertThat(letters).hasSize(streams * window);
    }

    @Test
    void client_handlerThatNeverEnds_losesWhatExceedsTheBound() {
        int bound = 1 << 17;
        ConversionClient client = client(503, Duration.ofDays(1)).build();
        int events = 12 * 12_800;
        for (int i = 0; i < 12; i++) {
            client.send(Flux.range(0, 12_800).map(Events::valid)).subscribe();
        }
        time.advanceTimeBy(Duration.ofMinutes(2).plusMillis(100));
        assertThat(client.stats().expired()).isEqualTo(events);
        assertThat(client.stats().deadLettersLost()).isBetween(events - bound - 2L, (long) events - bound);
    }

    @Test
    void client_consentWithheld_isNoDeadLetter() {
        ConversionClient client = client(200, Duration.ZERO)
                .consent(event -> !"event-1".equals(event.dedupeId()))
                .build();
        List<Outcome> outcomes = new ArrayList<>();

        assertThat(client.sink().tryEmit(Events.valid(1))).isEqualTo(EmitResult.INVALID);
        client.send(Flux.just(Events.valid(1), Events.invalid(2), Events.valid(3)))
                .subscribe(result -> outcomes.add(result.outcome()));
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(outcomes).containsExactlyInAnyOrder(Outcome.INVALID, Outcome.INVALID, Outcome.ACCEPTED);
        assertThat(letters).extracting(DeliveryResult::event).containsExactly(Events.invalid(2));
        assertThat(client.stats().deadLettersLost()).isZero();
    }
}
