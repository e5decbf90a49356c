package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * What refusals cost at a steady rate of single events, some of which the provider refuses: the table of the guide. Fifteen
 * minutes of virtual time with the default options, and a provider that takes 80 ms.
 */
class RefusalTableTest {

    private static final Duration LENGTH = Duration.ofMinutes(15);
    private static final long WINDOW = Duration.ofMinutes(5).toNanos();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Set<String> bad = new HashSet<>();
    private final Deque<Long> refusals = new ArrayDeque<>();
    private int mostRefusals;
    private long goodRejected;
    private long goodLost;
    private long goodLeadsLost;
    private long longestWait;

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    private long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    private Mono<SendResult> respond(EventBatch batch, String key) {
        return Mono.delay(Duration.ofMillis(80), time)
                .map(tick -> batch.events().stream().map(ServerEvent::dedupeId).anyMatch(bad::contains) ? 400 : 200)
                .doOnNext(status -> {
                    if (status == 400) {
                        refused();
                    }
                })
                .map(SendResult::ofStatus);
    }

    private void refused() {
        refusals.add(now());
        while (now() - Objects.requireNonNull(refusals.peek()) >= WINDOW) {
            refusals.remove();
        }
        mostRefusals = Math.max(mostRefusals, refusals.size());
    }

    private void emit(ConversionClient client, int number, double share) {
        ServerEvent event = number % 10 == 0 ? Events.lead(number) : Events.valid(number);
        boolean isBad = random.nextDouble() < share;
        if (isBad) {
            bad.add(Objects.requireNonNull(event.dedupeId()));
        }
        long emittedAt = now();
        client.sink().emit(event).subscribe(result -> ended(result, isBad, emittedAt));
    }

    private void ended(DeliveryResult result, boolean isBad, long emittedAt) {
        if (isBad) {
            assertThat(result.outcome()).isNotEqualTo(Outcome.ACCEPTED);
            return;
        }
        longestWait = Math.max(longestWait, now() - emittedAt);
        goodRejected += result.outcome() == Outcome.REJECTED ? 1 : 0;
        if (!result.isAccepted()) {
            goodLost++;
            goodLeadsLost += result.event().name() == EventName.GENERATE_LEAD ? 1 : 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "50, 0.001",
        "50, 0.005",
        "50, 0.01",
        "200, 0.0001",
        "200, 0.001",
        "200, 0.01",
        "200, 0.1",
        "1000, 0.0001"
    })
    void refusals_atASteadyRate_rejectNoGoodEventAndKeepToTheBudget(int rate, double share) {
        EventSender sender = this::respond;
        ConversionClient client = ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .random(new SplittableRandom(1))
                .build();
        int number = 0;
        for (double at = arrival(rate); at < LENGTH.toSeconds(); at += arrival(rate)) {
            time.advanceTimeBy(Duration.ofNanos(Math.max((long) (at * 1e9) - now(), 0)));
            emit(client, number++, share);
        }
        time.advanceTimeBy(Duration.ofMinutes(10));
        ClientStats stats = client.stats();
        System.out.printf(
                Locale.ROOT,
                "FIGURE refusals: | %d/s | %s %% | %d | %.2f %% | %d | %.1f s | %d | %d for %d events |%n",
                rate,
                share * 100,
                goodRejected,
                100.0 * goodLost / number,
                stats.queued() + stats.inFlight(),
                longestWait / 1e9,
                mostRefusals,
                stats.requests(),
                number);
        assertThat(goodRejected).isZero();
        assertThat(goodLeadsLost).isZero();
        assertThat(mostRefusals).isLessThanOrEqualTo(95);
        if (rate * share * 300 <= 75) {
            assertThat(goodLost).isZero();
        }
    }

    private double arrival(int rate) {
        return -Math.log(1 - random.nextDouble()) / rate;
    }
}
