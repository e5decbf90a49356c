package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.Outcome;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The callbacks around the sink: what they change, and that one that throws, errs or hangs disturbs nobody else. */
class SinkCallbackTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void tryEmit_consentWithheld_answersInvalid() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time)
                .consent(event -> !"event-1".equals(event.dedupeId()))
                .build();
        assertThat(client.sink().tryEmit(Events.valid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.sink().tryEmit(Events.valid(2))).isEqualTo(EmitResult.OK);
        client.flush().subscribe();
        assertThat(sender.dedupeIds()).containsExactly("event-2");
    }

    @Test
    void tryEmit_consentGateThrows_answersInvalidAndCountsTheFailure() {
        ConversionClient client = client(FakeSender.accepting(), time)
                .consent(event -> {
                    throw new IllegalStateException("gate broke");
                })
                .build();
        StepVerifier.create(client.sink().emit(Events.valid(1)))
                .assertNext(result -> assertThat(result.violations())
                        .extracting(Violation::rule)
                        .containsExactly(Rule.CONSENT_WITHHELD))
                .verifyComplete();
        assertThat(client.sink().tryEmit(Events.valid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.stats().callbackFailures()).isEqualTo(2);
    }

    @Test
    void tryEmit_transformer_changesWhatIsValidatedAndSent() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time)
                .transformer(event ->
                        event.toBuilder().eventSourceUrl("https://shop.example").build())
                .build();
        assertThat(client.sink().tryEmit(Events.invalid(1))).isEqualTo(EmitResult.OK);
        client.flush().subscribe();
        assertThat(sender.batches)
                .singleElement()
                .satisfies(batch -> assertThat(batch.event(0)).isEqualTo(Events.valid(1)));
    }

    @Test
    void tryEmit_transformerThrowsOrGivesNull_answersInvalid() {
        AtomicBoolean throwing = new AtomicBoolean(true);
        ConversionClient client = client(FakeSender.accepting(), time)
                .transformer(event -> {
                    if (throwing.get()) {
                        throw new IllegalStateException("transformer broke");
                    }
                    return null;
                })
                .build();
        assertThat(client.sink().tryEmit(Events.valid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.stats().callbackFailures()).isEqualTo(1);
        throwing.set(false);
        StepVerifier.create(client.sink().emit(Events.valid(2)))
                .assertNext(result -> assertThat(result.violations())
                        .extracting(Violation::rule)
                        .containsExactly(Rule.TRANSFORMATION_FAILED))
                .verifyComplete();
    }

    @Test
    void tryEmit_deadLetterHandlerThrowsOrErrs_isCountedAndDisturbsNobody() {
        AtomicInteger calls = new AtomicInteger();
        ConversionClient client = client(FakeSender.accepting(), time)
                .deadLetters(letter -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("handler broke");
                    }
                    return Mono.error(new IllegalStateException("handler erred"));
                })
                .build();
        assertThat(client.sink().tryEmit(Events.invalid(1))).isEqualTo(EmitResult.INVALID);
        assertThat(client.sink().tryEmit(Events.invalid(2))).isEqualTo(EmitResult.INVALID);
        assertThat(client.sink().tryEmit(Events.valid(3))).isEqualTo(EmitResult.OK);
        assertThat(calls).hasValue(2);
        assertThat(client.stats().deadLettersLost()).isEqualTo(2);
    }

    @Test
    void emit_subscriberThrows_doesNotHarmTheOthers() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.sink().emit(Events.valid(1)).subscribe(result -> {
            throw new IllegalStateException("subscriber broke");
        });
        List<Outcome> outcomes = outcomes(client.sink(), Events.valid(2, 4));
        client.flush().subscribe();
        assertThat(outcomes).containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED);
    }
}
