package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.outcomes;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * What a user has written throws an {@link Error}, which Reactor takes for fatal and throws on. The others' events still have
 * their results, and the client goes on.
 */
class CallbackErrorTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    private static NoClassDefFoundError missingClass() {
        return new NoClassDefFoundError("com/shop/Missing");
    }

    @Test
    void listener_throws_resultsComeAndFailuresAreCounted() {
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void requestStarted(int events, Duration waited, int attempt) {
                throw missingClass();
            }

            @Override
            public void requestEnded(int events, SendResult result, Duration took) {
                throw missingClass();
            }

            @Override
            public void eventEnded(DeliveryResult result, Duration took) {
                throw missingClass();
            }
        };
        ConversionClient client =
                client(FakeSender.accepting(), time).listener(listener).build();
        assertAccepts(client, Events.valid(0, 3));
        assertThat(client.stats().callbackFailures()).isEqualTo(5);
    }

    @Test
    void consentGate_throws_answersInvalidAndCountsTheFailure() {
        assertTurnsAway(client(FakeSender.accepting(), time).consent(event -> {
            throw new StackOverflowError();
        }));
    }

    @Test
    void transformer_throws_answersInvalidAndCountsTheFailure() {
        assertTurnsAway(client(FakeSender.accepting(), time).transformer(event -> {
            throw new StackOverflowError();
        }));
    }

    private static void assertTurnsAway(ConversionClient.Builder builder) {
        ConversionClient client = builder.build();
        assertThat(client.sink().tryEmit(Events.valid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.stats().invalid()).isEqualTo(1);
        assertThat(client.stats().callbackFailures()).isEqualTo(1);
    }

    @Test
    void sender_throws_isTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        EventSender sender = (batch, key) -> {
            if (calls.incrementAndGet() == 1) {
                throw missingClass();
            }
            return Mono.fromSupplier(() -> {
                if (calls.get() == 2) {
                    throw missingClass();
                }
                return SendResult.ofStatus(200);
            });
        };
        assertAccepts(client(sender, time).build(), Events.valid(0, 3));
        assertThat(calls).hasValue(3);
    }

    @Test
    void keySupplier_throws_isAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        ApiKeySupplier supplier = () -> {
            if (calls.incrementAndGet() == 1) {
                throw missingClass();
            }
            return Mono.just("key-1");
        };
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), supplier)
                .scheduler(time)
                .build();
        assertAccepts(client, Events.valid(0, 3));
        assertThat(calls).hasValue(2);
    }

    @Test
    void deadLetterHandler_throws_isCountedAndStillGivenTheNext() {
        AtomicInteger calls = new AtomicInteger();
        ConversionClient client = client(FakeSender.accepting(), time)
                .deadLetters(letter -> {
                    if (calls.incrementAndGet() == 1) {
                        throw missingClass();
                    }
                    return Mono.empty();
                })
                .build();
        assertThat(client.sink().tryEmit(Events.invalid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.sink().tryEmit(Events.invalid(2))).isEqualTo(EmitResult.INVALID);
        assertThat(calls).hasValue(2);
        assertThat(client.stats().deadLettersLost()).isEqualTo(1);
    }

    @Test
    void emit_subscriberThrows_theOthersHaveTheirResults() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.sink().emit(Events.valid(1)).subscribe(result -> {
            throw missingClass();
        });
        assertAccepts(client, Events.valid(2, 4));
    }

    @Test
    void send_mapperThrows_whatCameBeforeHasItsResult() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        StepVerifier.create(client.send(Flux.range(0, 3), number -> {
                    if (number == 2) {
                        throw missingClass();
                    }
                    return Events.valid(number);
                }))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectNextCount(2)
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(NoClassDefFoundError.class))
                .verify();
    }

    @Test
    void send_subscriberThrows_isCancelledAndTheClientGoesOn() {
        AtomicInteger given = new AtomicInteger();
        List<String> cancelled = new ArrayList<>();
        ConversionClient client = client(
                        FakeSender.answering((batch, attempt) -> status(200).delayElement(Duration.ofMillis(5), time)),
                        time)
                .build();
        client.send(Flux.fromIterable(Events.valid(0, 250))
                        .concatWith(Flux.never())
                        .doOnCancel(() -> cancelled.add("source")))
                .subscribe(new Throwing(given));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(given).hasValue(1);
        assertThat(cancelled).containsExactly("source");
        assertAccepts(client, Events.valid(300, 303));
        List<CloseReport> reports = new ArrayList<>();
        client.close(LONG).subscribe(reports::add);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.stats().queued()).isZero();
            assertThat(report.stats().inFlight()).isZero();
        });
    }

    private void assertAccepts(ConversionClient client, List<ServerEvent> events) {
        List<Outcome> outcomes = outcomes(client.sink(), events);
        client.flush().subscribe();
        time.advanceTimeBy(LONG);
        assertThat(outcomes).hasSize(events.size()).containsOnly(Outcome.ACCEPTED);
    }

    /** Breaks the contract on its first result. */
    private record Throwing(AtomicInteger given) implements CoreSubscriber<DeliveryResult> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DeliveryResult result) {
            given.incrementAndGet();
            throw missingClass();
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            throw new IllegalStateException("complete");
        }
    }
}
