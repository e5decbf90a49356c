package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Which of the events in the sink a flush waits for, and when it completes. */
class SinkFlushTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void flush_whatIsQueuedCannotBeTakenYet_waitsForIt() {
        ConversionClient client =
                client(FakeSender.slow(time), time).concurrency(1).linger(LONG).build();
        for (int n = 0; n < 400; n++) {
            client.sink().tryEmit(Events.valid(n));
        }
        assertThat(client.sink().queuedEvents()).isEqualTo(100);
        AtomicReference<Duration> flushed = completion(client.flush(), time);
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(flushed).hasValue(Duration.ofSeconds(4));
    }

    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void flush_twiceWhileNothingMoves_doesNotSpin() {
        ConversionClient client =
                client(FakeSender.slow(time), time).concurrency(1).linger(LONG).build();
        for (int n = 0; n < 400; n++) {
            client.sink().tryEmit(Events.valid(n));
        }
        AtomicReference<Duration> first = completion(client.flush(), time);
        AtomicReference<Duration> second = completion(client.flush(), time);
        AtomicReference<Duration> third = completion(client.flush(), time);
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(List.of(first.get(), second.get(), third.get())).containsOnly(Duration.ofSeconds(4));
    }

    @Test
    void flush_whileTheQueueIsBeingTaken_waitsForAllThatIsInIt() {
        AtomicReference<ConversionClient> itself = new AtomicReference<>();
        AtomicReference<AtomicReference<Duration>> flushed = new AtomicReference<>();
        FakeSender sender = FakeSender.answering((batch, attempt) -> {
            if (attempt == 2) {
                flushed.set(completion(itself.get().flush(), time));
            }
            return Mono.just(SendResult.ofStatus(200)).delayElement(Duration.ofSeconds(1), time);
        });
        ConversionClient client =
                client(sender, time).concurrency(2).linger(LONG).build();
        itself.set(client);
        // within a task of the scheduler the sink's worker does not run, so it finds all events queued
        time.schedule(() -> Events.valid(0, 500).forEach(client.sink()::tryEmit));
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(client.stats().accepted()).isEqualTo(500);
        assertThat(Objects.requireNonNull(flushed.get()).get()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void flush_leadsOvertakeTheViewsItWaitsFor_stillWaitsForTheViews() {
        ConversionClient client = client(FakeSender.slow(time), time)
                .concurrency(1)
                .linger(LONG)
                .overflow(OverflowPolicy.PREFER_LEADS)
                .build();
        for (int n = 0; n < 400; n++) {
            client.sink().tryEmit(Events.valid(n));
        }
        AtomicReference<Duration> flushed = completion(client.flush(), time);
        for (int n = 0; n < 100; n++) {
            client.sink().tryEmit(Events.lead(n));
        }
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(flushed).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void flush_whatItWaitsForIsPushedOut_isNotProlongedByWhatComesLater() {
        ConversionClient client = client(FakeSender.slow(time), time)
                .concurrency(1)
                .linger(LONG)
                .sinkCapacity(100, 1 << 20)
                .overflow(OverflowPolicy.DROP_OLDEST)
                .build();
        for (int n = 0; n < 400; n++) {
            client.sink().tryEmit(Events.valid(n));
        }
        AtomicReference<Duration> flushed = completion(client.flush(), time);
        for (int n = 0; n < 200; n++) {
            client.sink().tryEmit(Events.lead(n));
        }
        time.advanceTimeBy(Duration.ofMillis(3_001));
        assertThat(client.stats().overflow()).isEqualTo(200);
        assertThat(flushed).hasValue(Duration.ofSeconds(3));
    }

    @Test
    void flush_empty_completesAtOnce() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.sink();
        assertThat(completion(client.flush(), time)).hasValue(Duration.ZERO);
    }

    private static AtomicReference<Duration> completion(Mono<Void> flush, VirtualTimeScheduler time) {
        AtomicReference<Duration> at = new AtomicReference<>();
        long begun = time.now(TimeUnit.MILLISECONDS);
        flush.subscribe(
                nothing -> {}, error -> {}, () -> at.set(Duration.ofMillis(time.now(TimeUnit.MILLISECONDS) - begun)));
        return at;
    }
}
