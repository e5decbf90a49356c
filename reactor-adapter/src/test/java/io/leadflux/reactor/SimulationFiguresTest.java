package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What the engine costs and keeps to, in figures; each is printed with the label FIGURE. */
class SimulationFiguresTest {

    private static final int SEEDS = 400;
    private static final Throwable RESET = new IllegalStateException("reset");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    private static void figure(String format, Object... values) {
        System.out.println("FIGURE " + String.format(Locale.ROOT, format, values));
    }

    private ConversionClient.Builder client(EventSender sender, long seed) {
        return ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .random(new SplittableRandom(seed));
    }

    private Mono<SendResult> after(int millis, SendResult result) {
        return Mono.just(result).delayElement(Duration.ofMillis(millis), time);
    }

    // Isolation

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void isolation_badEventsInAFullBatch_costsAboutEightPostsForEach(int bad) {
        long sum = 0;
        long worst = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            long extra = extraPosts(bad, seed);
            sum += extra;
            worst = Math.max(worst, extra);
        }
        double average = (double) sum / SEEDS;
        figure("extra POSTs for %d bad in 100: %.2f on average, %d at worst of %d seeds", bad, average, worst, SEEDS);
        assertThat(average).isLessThanOrEqualTo(bad == 1 ? 8.0 : 10.0 * bad);
        assertThat(worst).isLessThanOrEqualTo(bad == 1 ? 9 : 15L * bad);
    }

    private long extraPosts(int bad, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> culprits = new HashSet<>();
        while (culprits.size() < bad) {
            culprits.add("event-" + random.nextInt(100));
        }
        FakeSender sender = FakeSender.answering((batch, attempt) -> after(20, answer(batch, culprits)));
        List<DeliveryResult> results = new ArrayList<>();
        client(sender, seed)
                .refusalBudget(10_000)
                .build()
                .send(Flux.fromIterable(Events.valid(0, 100)))
                .subscribe(results::add);
        time.advanceTimeBy(Duration.ofMinutes(3));
        assertThat(results).as("seed %d", seed).hasSize(100);
        assertThat(results)
                .as("seed %d", seed)
                .allMatch(result -> culprits.contains(result.event().dedupeId())
                        ? result.outcome() == Outcome.REJECTED
                        : result.isAccepted());
        return sender.batches.size() - 1L;
    }

    private static SendResult answer(EventBatch batch, Set<String> culprits) {
        boolean refused = batch.events().stream().map(ServerEvent::dedupeId).anyMatch(culprits::contains);
        return SendResult.ofStatus(refused ? 400 : 200);
    }

    // Batch fill

    @Test
    void batches_slowServerAndOneConnection_leaveFull() {
        FakeSender sender = FakeSender.answering((batch, attempt) -> after(150, SendResult.ofStatus(200)));
        ConversionClient client = client(sender, 1).concurrency(1).build();
        for (int i = 0; i < 30_000; i++) {
            client.sink().tryEmit(Events.valid(i));
            time.advanceTimeBy(Duration.ofMillis(1));
        }
        client.flush().subscribe();
        time.advanceTimeBy(Duration.ofMinutes(2));
        int inFull = sender.sizes().stream()
                .filter(size -> size == 100)
                .mapToInt(size -> size)
                .sum();
        ClientStats stats = client.stats();
        figure(
                "batch fill: %.2f %% of events in full batches, %.1f events a batch (1,000 events/s, concurrency 1, 150 ms)",
                100.0 * inFull / stats.accepted(), stats.batchFill());
        assertThat(stats.accepted()).isEqualTo(30_000);
        assertThat(inFull).isGreaterThanOrEqualTo(28_500);
    }

    // An hour's outage

    @Test
    void outage_ofAnHour_keepsMemoryAndRequestsBounded() {
        List<ServerEvent> pool = Events.valid(0, 1000);
        boolean[] down = {true};
        Forgetful sender = new Forgetful(
                (batch, attempt) -> after(20, down[0] ? SendResult.notSent(RESET) : SendResult.ofStatus(200)));
        ConversionClient client = client(sender, 1).build();
        long mostHeld = 0;
        long heapEarly = 0;
        for (int tick = 0; tick < 3600 * 10; tick++) {
            if (tick == 600 * 10) {
                heapEarly = heapInUse();
            }
            pool.subList(tick % 10 * 100, tick % 10 * 100 + 100).forEach(client.sink()::tryEmit);
            time.advanceTimeBy(Duration.ofMillis(100));
            ClientStats stats = client.stats();
            mostHeld = Math.max(mostHeld, stats.queued() + stats.inFlight());
        }
        long heapLate = heapInUse();
        ClientStats after = client.stats();
        time.advanceTimeBy(Duration.ofMinutes(3));
        ClientStats end = client.stats();
        double healthy = after.submitted() / 100.0;
        figure(
                "outage of an hour at 1,000 events/s: %d requests (%.4fx of the %.0f of a healthy hour), at most %d events"
                        + " held, %d expired, %d overflow, %d left at the end",
                end.requests(),
                end.requests() / healthy,
                healthy,
                mostHeld,
                end.expired(),
                end.overflow(),
                end.queued() + end.inFlight());
        figure(
                "heap in use after a collection: %.1f MB after 10 minutes of outage, %.1f MB after 60",
                heapEarly / 1e6, heapLate / 1e6);
        assertThat(heapLate).isLessThanOrEqualTo((long) (1.1 * heapEarly));
        assertThat(end.requests()).isLessThanOrEqualTo((long) (1.2 * healthy));
        assertThat(mostHeld).isLessThanOrEqualTo(16_384 + 128 * 100);
        assertThat(end.expired() + end.overflow()).isEqualTo(3_600_000);
        assertThat(end.queued() + end.inFlight()).isZero();
    }

    /** What is reachable, the test's own objects included. */
    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void outage_endsAndTheProviderIsWell_needsNoMoreThanAFifthMoreRequests() {
        List<ServerEvent> pool = Events.valid(0, 1000);
        boolean[] down = {true};
        Forgetful sender = new Forgetful(
                (batch, attempt) -> after(20, down[0] ? SendResult.ofStatus(503) : SendResult.ofStatus(200)));
        ConversionClient client = client(sender, 1).build();
        for (int tick = 0; tick < 1200; tick++) {
            down[0] = tick < 600;
            pool.subList(tick % 10 * 100, tick % 10 * 100 + 100).forEach(client.sink()::tryEmit);
            time.advanceTimeBy(Duration.ofMillis(100));
        }
        time.advanceTimeBy(Duration.ofMinutes(3));
        ClientStats end = client.stats();
        double needed = Math.ceil(end.accepted() / 100.0);
        figure(
                "a minute's outage, then a minute well: %d requests for %d accepted events (%.3fx of full batches)",
                end.requests(), end.accepted(), end.requests() / needed);
        assertThat((double) end.requests()).isLessThanOrEqualTo(1.2 * needed);
        assertThat(end.accepted() + end.overflow() + end.expired()).isEqualTo(120_000);
    }

    /** Keeps nothing of what it sends. */
    private record Forgetful(BiFunction<EventBatch, Integer, Mono<SendResult>> answers) implements EventSender {
        @Override
        public Mono<SendResult> send(EventBatch batch, String apiKey) {
            return answers.apply(batch, 0);
        }
    }

    // Close

    @Test
    void close_underEachFault_returnsAtItsDeadline() {
        Map<String, EventSender> faults = new LinkedHashMap<>();
        faults.put("well", (batch, key) -> after(20, SendResult.ofStatus(200)));
        faults.put("slow", (batch, key) -> after(60_000, SendResult.ofStatus(200)));
        faults.put("black hole", (batch, key) -> Mono.never());
        faults.put("no connection", (batch, key) -> after(1, SendResult.notSent(RESET)));
        faults.put("reset", (batch, key) -> after(1, SendResult.noResponse(RESET)));
        for (int status : new int[] {400, 401, 404, 413, 429, 500, 503}) {
            faults.put("status " + status, (batch, key) -> after(5, SendResult.ofStatus(status)));
        }
        SendResult patience = SendResult.ofStatus(429).withRetryAfter(Duration.ofHours(1));
        faults.put("Retry-After of an hour", (batch, key) -> after(5, patience));
        faults.put("sender that errs", (batch, key) -> Mono.error(RESET));
        Duration worst = Duration.ZERO;
        for (Map.Entry<String, EventSender> fault : faults.entrySet()) {
            for (int millis : new int[] {0, 1000, 30_000}) {
                Duration over = overrun(fault.getKey(), client(fault.getValue(), 1), Duration.ofMillis(millis));
                worst = over.compareTo(worst) > 0 ? over : worst;
            }
        }
        Mono<String> never = Mono.never();
        ConversionClient.Builder noKey = ConversionClient.builder(FakeSender.accepting(), () -> never)
                .scheduler(time)
                .deadLetters(result -> Mono.never());
        Duration over = overrun("no key, stuck dead letters", noKey, Duration.ofSeconds(5));
        figure(
                "close after its deadline: at worst %d ms under %d faults",
                Math.max(worst.toMillis(), over.toMillis()), faults.size() + 1);
    }

    private Duration overrun(String fault, ConversionClient.Builder builder, Duration patience) {
        ConversionClient client = builder.build();
        client.send(Flux.fromIterable(Events.valid(0, 250)).concatWith(Flux.never()))
                .subscribe();
        Events.valid(300, 700).forEach(client.sink()::tryEmit);
        time.advanceTimeBy(Duration.ofSeconds(2));
        List<CloseReport> reports = new ArrayList<>();
        client.close(patience).subscribe(reports::add);
        time.advanceTimeBy(patience);
        time.advanceTimeBy(Duration.ofMillis(100));
        assertThat(reports).as("%s, patience %s", fault, patience).hasSize(1);
        CloseReport report = Objects.requireNonNull(reports.get(0));
        assertThat(report.stats().queued() + report.stats().inFlight())
                .as(fault)
                .isZero();
        return report.took().minus(patience);
    }
}
