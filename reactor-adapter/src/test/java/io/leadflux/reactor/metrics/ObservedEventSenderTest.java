package io.leadflux.reactor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

final class ObservedEventSenderTest {

    private static final String KEY = "the-key-that-nobody-sees";

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    @Test
    void send_response_isOneObservationWithStatusAndSize() {
        send((batch, key) -> Mono.just(SendResult.ofStatus(429)), 3);

        observations()
                .hasNumberOfObservationsEqualTo(1)
                .hasObservationWithNameEqualTo("leadflux.post")
                .that()
                .hasBeenStarted()
                .hasBeenStopped()
                .hasLowCardinalityKeyValue("status", "429")
                .hasLowCardinalityKeyValue("verdict", "retry")
                .hasHighCardinalityKeyValue("events", "3")
                .doesNotHaveError();
    }

    @Test
    void send_noResponse_carriesTheError() {
        send((batch, key) -> Mono.just(SendResult.notSent(new ConnectException("refused"))), 1);

        observations()
                .hasObservationWithNameEqualTo("leadflux.post")
                .that()
                .hasLowCardinalityKeyValue("status", "not_sent")
                .thenError()
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void send_brokenSender_endsTheObservationWithItsError() {
        EventSender broken = (batch, key) -> {
            throw new IllegalStateException("broken");
        };
        StepVerifier.create(ObservedEventSender.of(broken, registry).send(batch(1), KEY))
                .verifyError(IllegalStateException.class);

        observations()
                .hasObservationWithNameEqualTo("leadflux.post")
                .that()
                .hasBeenStopped()
                .hasLowCardinalityKeyValue("status", "none")
                .thenError()
                .hasMessage("broken");
    }

    @Test
    void send_cancelled_endsTheObservation() {
        StepVerifier.create(ObservedEventSender.of((batch, key) -> Mono.never(), registry)
                        .send(batch(1), KEY))
                .thenCancel()
                .verify();

        observations().hasObservationWithNameEqualTo("leadflux.post").that().hasBeenStopped();
    }

    @Test
    void send_untilSubscribed_observesNothing() {
        ObservedEventSender.of((batch, key) -> Mono.just(SendResult.ofStatus(200)), registry)
                .send(batch(1), KEY);
        observations().doesNotHaveAnyObservation();
    }

    @Test
    void send_subscribedTwice_isTwoObservations() {
        Mono<SendResult> attempt = ObservedEventSender.of((batch, key) -> Mono.just(SendResult.ofStatus(200)), registry)
                .send(batch(1), KEY);
        attempt.block();
        attempt.block();
        observations().hasNumberOfObservationsEqualTo(2);
    }

    @Test
    void send_anyway_leavesNoTraceForTheTransportToFind() {
        AtomicReference<ContextView> seen = new AtomicReference<>();
        EventSender sender = (batch, key) -> Mono.deferContextual(context -> {
            seen.set(context);
            assertThat(registry.getCurrentObservationScope()).isNull();
            return Mono.just(SendResult.ofStatus(200));
        });
        StepVerifier.create(ObservedEventSender.of(sender, registry)
                        .send(batch(1), KEY)
                        .contextWrite(Context.of("of", "the caller")))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(seen.get().stream()).hasSize(1);
    }

    @Test
    void observation_ofAnyAttempt_holdsNoKeyAndNothingOfAnEvent() {
        send((batch, key) -> Mono.just(SendResult.ofStatus(401)), 2);
        observations()
                .hasObservationWithNameEqualTo("leadflux.post")
                .that()
                .satisfies(context -> assertThat(context.getAllKeyValues().toString())
                        .doesNotContain(KEY, "event-0", "192.0.2.7", "shop.example"));
    }

    @Test
    void disposeLater_reachesTheOtherSender() {
        AtomicBoolean disposed = new AtomicBoolean();
        EventSender sender = new EventSender() {
            @Override
            public Mono<SendResult> send(EventBatch batch, String apiKey) {
                return Mono.never();
            }

            @Override
            public Mono<Void> disposeLater() {
                return Mono.fromRunnable(() -> disposed.set(true));
            }
        };
        ObservedEventSender.of(sender, registry).disposeLater().block(Watchdog.LIMIT);
        assertThat(disposed).isTrue();
    }

    private void send(EventSender sender, int events) {
        ObservedEventSender.of(sender, registry).send(batch(events), KEY).block(Watchdog.LIMIT);
    }

    private TestObservationRegistryAssert observations() {
        return TestObservationRegistryAssert.assertThat(registry);
    }

    private static EventBatch batch(int events) {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        Events.valid(0, events).forEach(accumulator::add);
        return accumulator.seal();
    }
}
