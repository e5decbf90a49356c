package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.collect;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** How many events are taken from a source, given what the subscriber asks for and how fast the answers come. */
class SendDemandTest {

    private static final Duration NOTHING_FOR = Duration.ofMillis(40);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void send_sourceGivesMoreThanAskedWhileItIsAsked_errsAndAnswersForWhatWasTaken() {
        ConversionClient client =
                client(FakeSender.accepting(), time).concurrency(1).build();
        AtomicInteger requests = new AtomicInteger();
        Flux<ServerEvent> source = Flux.from(subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                long count = requests.incrementAndGet() == 1 ? n : 5_000;
                for (int i = 0; i < count; i++) {
                    subscriber.onNext(Events.valid(i));
                }
            }

            @Override
            public void cancel() {}
        }));
        AtomicInteger answered = new AtomicInteger();
        StepVerifier.create(client.send(source).doOnNext(result -> answered.incrementAndGet()))
                .thenConsumeWhile(DeliveryResult::isAccepted)
                .expectErrorMessage("the source emitted more than it was asked for")
                .verify(Watchdog.LIMIT);
        ClientStats stats = client.stats();
        assertThat(stats.accepted()).isEqualTo(answered.get()).isGreaterThan(300);
        assertThat(stats.closed()).as("the one that had no place any more").isEqualTo(1);
        assertThat(stats.submitted()).isEqualTo(stats.accepted() + 1).isLessThan(2_000);
    }

    @Test
    void send_noDemand_takesNoMoreThanTheWindow() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time).concurrency(1).build();
        AtomicLong taken = new AtomicLong();
        Flux<ServerEvent> source = Flux.range(0, 100_000).map(Events::valid).doOnNext(event -> taken.incrementAndGet());
        StepVerifier.create(client.send(source), 0)
                .expectSubscription()
                .expectNoEvent(NOTHING_FOR)
                .then(() -> assertThat(taken).hasValue(300))
                .thenRequest(10)
                .expectNextCount(10)
                .expectNoEvent(NOTHING_FOR)
                .then(() -> assertThat(taken.get()).isLessThanOrEqualTo(310))
                .thenCancel()
                .verify();
    }

    @Test
    void send_permitsAreTakenByOthers_takesThreeBatchesAndNoMore() {
        ConcurrencyLimit limit = ConcurrencyLimit.fixed(4);
        FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.never());
        AtomicLong first = new AtomicLong();
        AtomicLong second = new AtomicLong();
        Disposable one = client(sender, time)
                .concurrency(limit)
                .build()
                .send(counted(first))
                .subscribe();
        Disposable other = client(sender, time)
                .concurrency(limit)
                .build()
                .send(counted(second))
                .subscribe();

        assertThat(first).hasValue(800);
        assertThat(second).hasValue(300);
        one.dispose();
        other.dispose();
    }

    @Test
    void send_noBatchHasToWait_takesMoreAndMoreUpToTheMost() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(10), time));
        AtomicLong taken = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Disposable results = client(sender, time)
                .concurrency(ConcurrencyLimit.adaptive(1, 16))
                .build()
                .send(counted(taken).doOnNext(event -> most.accumulateAndGet(taken.get() - answered.get(), Math::max)))
                .subscribe(result -> answered.incrementAndGet());
        assertThat(most).hasValue(800);

        time.advanceTimeBy(Duration.ofSeconds(2));
        results.dispose();

        assertThat(sender.mostInFlight).hasValue(16);
        assertThat(most.get()).isBetween(1_700L, 3_200L);
    }

    @Test
    void send_subscriberIsSlow_takesNoMoreThanAtFirst() {
        AtomicLong taken = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        BaseSubscriber<DeliveryResult> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(DeliveryResult result) {
                answered.incrementAndGet();
            }
        };
        client(FakeSender.accepting(), time).build().send(counted(taken)).subscribe(slow);
        for (int i = 0; i < 100; i++) {
            slow.request(50);
        }
        slow.cancel();

        assertThat(answered).hasValue(5_000);
        assertThat(taken).hasValue(5_800);
    }

    @Test
    void send_demandOneByOne_stillFillsBatches() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time).build();
        StepVerifier.create(client.send(Flux.range(0, 1_000).map(Events::valid)).limitRate(1))
                .expectNextCount(1_000)
                .verifyComplete();
        assertThat(sender.batches).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void send_emptySource_completes() {
        StepVerifier.create(client(FakeSender.accepting(), time).build().send(Flux.empty()))
                .verifyComplete();
    }

    @Test
    void send_subscribedTwice_sendsTwice() {
        FakeSender sender = FakeSender.accepting();
        Flux<DeliveryResult> results = client(sender, time).build().send(Flux.just(Events.valid(1)));
        assertThat(collect(results)).hasSize(1);
        assertThat(collect(results)).hasSize(1);
        assertThat(sender.batches).hasSize(2);
    }

    @Test
    void send_cancelled_discardsWhatIsNotInFlightAndCountsIt() {
        FakeSender sender =
                FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofSeconds(1), time));
        ConversionClient client = client(sender, time).concurrency(1).build();
        List<ServerEvent> discarded = new ArrayList<>();
        client.send(Flux.concat(Flux.fromIterable(Events.valid(0, 250)), Flux.never()))
                .doOnDiscard(ServerEvent.class, discarded::add)
                .subscribe()
                .dispose();
        time.advanceTimeBy(Duration.ofSeconds(2));
        ClientStats stats = client.stats();
        assertThat(stats.accepted()).isEqualTo(100);
        assertThat(stats.closed()).isEqualTo(150);
        assertThat(stats.queued()).isZero();
        assertThat(sender.batches).hasSize(1);
        assertThat(discarded).isNotEmpty();
    }

    private static Flux<ServerEvent> counted(AtomicLong taken) {
        return Flux.range(0, 1_000_000).map(Events::valid).doOnNext(event -> taken.incrementAndGet());
    }
}
