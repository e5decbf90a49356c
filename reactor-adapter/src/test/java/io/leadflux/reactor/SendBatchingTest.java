package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.collect;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** When a batch is full or has waited long enough to be sent, and how many are on the way at once. */
class SendBatchingTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void send_moreThanABatch_sendsFullBatchesAndTheRest() {
        FakeSender sender = FakeSender.accepting();
        assertThat(collect(client(sender, time).build().send(Flux.fromIterable(Events.valid(0, 250)))))
                .hasSize(250)
                .allSatisfy(result -> assertThat(result.isAccepted()).isTrue());
        assertThat(sender.sizes()).containsExactly(100, 100, 50);
    }

    @Test
    void send_lingerPasses_sendsThePartialBatch() {
        FakeSender sender = FakeSender.accepting();
        Sinks.Many<ServerEvent> source = Sinks.many().unicast().onBackpressureBuffer();
        List<DeliveryResult> results = new ArrayList<>();
        client(sender, time)
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
    void send_permitComesFree_goesToTheBatchWhoseFirstEventCameInFirst() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(1), time));
        ConversionClient client = client(sender, time)
                .concurrency(1)
                .linger(Duration.ofMillis(50))
                .build();
        client.send(Flux.fromIterable(Events.valid(0, 100))).subscribe();
        Sinks.Many<ServerEvent> early = Sinks.many().unicast().onBackpressureBuffer();
        client.send(early.asFlux()).subscribe();
        early.tryEmitNext(Events.valid(100)).orThrow();
        time.advanceTimeBy(Duration.ofMillis(20));
        client.send(Flux.fromIterable(Events.valid(101, 201))).subscribe();
        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(sender.sizes()).containsExactly(100, 1, 100);
    }

    @Test
    void send_bytesLimit_sealsBeforeTheEventThatWouldExceedIt() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender, time).limits(BatchLimits.of(100, 1_500)).build();
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
        ConversionClient client = client(sender, time).concurrency(1).build();
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
        ConversionClient client = client(sender, time)
                .concurrency(1)
                .linger(Duration.ofSeconds(1))
                .build();
        client.send(Flux.interval(Duration.ofMillis(1), time).take(4_000).map(n -> Events.valid(n.intValue())))
                .subscribe();
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(sender.sizes()).hasSize(40).containsOnly(100);
    }

    @Test
    void send_concurrency_isNeverExceeded() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(10), time));
        ConversionClient client = client(sender, time).concurrency(3).build();
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
                client(sender, time).concurrency(shared).build(),
                client(sender, time).concurrency(shared).build(),
                client(sender, time).concurrency(shared).build());
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
                ? Mono.just(SendResult.ofStatus(503).withRetryAfter(Duration.ofSeconds(10)))
                : status(200));
        ConversionClient client = client(sender, time).concurrency(1).build();
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.fromIterable(Events.valid(0, 200))).subscribe(results::add);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(results)
                .hasSize(100)
                .allSatisfy(result -> assertThat(result.isAccepted()).isTrue());
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(results).hasSize(200);
    }
}
