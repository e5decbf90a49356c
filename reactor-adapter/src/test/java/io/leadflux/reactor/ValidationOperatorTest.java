package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class ValidationOperatorTest {

    private static final EventValidator VALIDATOR = EventValidator.create();

    private static Flux<ServerEvent> everyTenthValid(int count) {
        return Flux.range(0, count).map(n -> n % 10 == 0 ? Events.valid(n) : Events.invalid(n));
    }

    @Test
    void apply_eventBreaksRules_goesToTheConsumerWithAllViolations() {
        List<DeliveryResult> rejected = new ArrayList<>();
        ServerEvent bad = Events.invalid(2).toBuilder().userData(null).build();
        StepVerifier.create(Flux.just(Events.valid(1), bad, Events.valid(3))
                        .transform(ValidationOperator.of(VALIDATOR, rejected::add)))
                .expectNext(Events.valid(1), Events.valid(3))
                .verifyComplete();
        assertThat(rejected).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.INVALID);
            assertThat(result.event()).isEqualTo(bad);
            assertThat(result.violations())
                    .extracting(Violation::rule)
                    .containsExactlyInAnyOrder(Rule.URL_REQUIRED, Rule.USER_DATA_REQUIRED);
        });
    }

    @Test
    void apply_consumerThrows_cancelsAndErrs() {
        TestPublisher<ServerEvent> source = TestPublisher.create();
        Consumer<DeliveryResult> throwing = result -> {
            throw new IllegalStateException("consumer broke");
        };
        StepVerifier.create(source.flux().transform(ValidationOperator.of(VALIDATOR, throwing)))
                .then(() -> source.next(Events.valid(1), Events.invalid(2), Events.valid(3)))
                .expectNext(Events.valid(1))
                .verifyErrorMessage("consumer broke");
        source.assertCancelled();
    }

    @Test
    void apply_sourceErrs_passesTheErrorOn() {
        StepVerifier.create(Flux.<ServerEvent>error(new IllegalStateException("source broke"))
                        .transform(ValidationOperator.of(VALIDATOR, result -> {})))
                .verifyErrorMessage("source broke");
    }

    @Test
    void apply_sideStreamHasNoRoom_givesTheResultToTheDiscardHook() {
        Sinks.Many<DeliveryResult> side = Sinks.many().unicast().onBackpressureBuffer();
        side.tryEmitComplete();
        List<DeliveryResult> discarded = new ArrayList<>();
        StepVerifier.create(Flux.just(Events.invalid(1), Events.valid(2))
                        .transform(ValidationOperator.of(VALIDATOR, side))
                        .doOnDiscard(DeliveryResult.class, discarded::add))
                .expectNext(Events.valid(2))
                .verifyComplete();
        assertThat(discarded).extracting(DeliveryResult::event).containsExactly(Events.invalid(1));
    }

    @Test
    void apply_sideStream_emitsTheRejectedAndStaysOpen() {
        Sinks.Many<DeliveryResult> side = Sinks.many().unicast().onBackpressureBuffer();
        ValidationOperator operator = ValidationOperator.of(VALIDATOR, side);
        everyTenthValid(20).transform(operator).blockLast();
        everyTenthValid(10).transform(operator).blockLast();
        StepVerifier.create(side.asFlux().map(DeliveryResult::outcome), 27)
                .expectNextCount(27)
                .thenCancel()
                .verify();
    }

    @Test
    void apply_demandForOne_skipsTheRejectedAndAsksForNoMoreThanNeeded() {
        List<DeliveryResult> rejected = new ArrayList<>();
        TestPublisher<ServerEvent> source = TestPublisher.create();
        StepVerifier.create(source.flux().transform(ValidationOperator.of(VALIDATOR, rejected::add)), 0)
                .thenRequest(1)
                .then(() -> source.assertMinRequested(1).assertMaxRequested(1))
                .then(() -> source.next(Events.invalid(1)))
                .then(() -> source.next(Events.invalid(2)))
                .then(() -> source.next(Events.valid(3)))
                .expectNext(Events.valid(3))
                .then(() -> source.assertMaxRequested(1))
                .thenCancel()
                .verify();
        assertThat(rejected).hasSize(2);
    }

    @Test
    void apply_hiddenAndFusedSources_agree() {
        ValidationOperator operator = ValidationOperator.of(VALIDATOR, result -> {});
        List<ServerEvent> fused =
                everyTenthValid(1_000).transform(operator).collectList().block();
        List<ServerEvent> hidden =
                everyTenthValid(1_000).hide().transform(operator).collectList().block();
        assertThat(fused).hasSize(100).isEqualTo(hidden);
    }

    @Test
    void of_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> ValidationOperator.of(null, result -> {}))
                .withMessage("validator");
        assertThatNullPointerException()
                .isThrownBy(() -> ValidationOperator.of(VALIDATOR, (Consumer<DeliveryResult>) null))
                .withMessage("rejected");
    }
}
