package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Lets the valid events pass and hands the others to a consumer:
 * {@code flux.transform(ValidationOperator.of(validator, result -> log.warn("{}", result)))}.
 *
 * <p>{@link ConversionClient#send} validates by itself; this operator is for streams that do something else between.
 *
 * <p><b>Cold:</b> each subscription subscribes to the source; nothing happens before. <b>Demand:</b> the subscriber's, and
 * one more for each event that does not pass; nothing is fetched ahead and nothing held. <b>Order:</b> the source's.
 * <b>Threads:</b> everything happens on the source's thread. <b>Errors:</b> the source's; when the consumer throws, the
 * source is cancelled and its exception is the error, unless {@link Flux#onErrorContinue} says otherwise. <b>Cancel:</b>
 * goes to the source.
 *
 * <p>Immutable; one operator may serve any number of streams.
 */
public final class ValidationOperator implements Function<Publisher<? extends ServerEvent>, Flux<ServerEvent>> {

    private final EventValidator validator;
    private final BiConsumer<DeliveryResult, ContextView> rejected;

    private ValidationOperator(EventValidator validator, BiConsumer<DeliveryResult, ContextView> rejected) {
        this.validator = requireNonNull(validator, "validator");
        this.rejected = rejected;
    }

    /**
     * An operator that calls {@code rejected} for each event that does not pass.
     *
     * @param rejected is given an {@link DeliveryResult#invalid invalid} result with all violations; must not block
     */
    public static ValidationOperator of(EventValidator validator, Consumer<? super DeliveryResult> rejected) {
        requireNonNull(rejected, "rejected");
        return new ValidationOperator(validator, (result, context) -> rejected.accept(result));
    }

    /**
     * An operator that emits a result into {@code rejected} for each event that does not pass, so that
     * {@code rejected.asFlux()} is a stream of them beside that of the valid ones.
     *
     * <p>The side stream does not slow the source. A result that it does not take (no room, no subscriber, ended, or another
     * stream is emitting into it at that moment) goes to the discard hook ({@link Flux#doOnDiscard}) of this one. It is never
     * completed from here, since it may serve many streams.
     */
    public static ValidationOperator of(EventValidator validator, Sinks.Many<DeliveryResult> rejected) {
        requireNonNull(rejected, "rejected");
        return new ValidationOperator(validator, (result, context) -> {
            if (rejected.tryEmitNext(result).isFailure()) {
                Operators.onDiscard(result, Context.of(context));
            }
        });
    }

    /** The valid ones of {@code events}; to be called by {@link Flux#transform}. */
    @Override
    public Flux<ServerEvent> apply(Publisher<? extends ServerEvent> events) {
        return Flux.from(requireNonNull(events, "events")).handle(this::judge);
    }

    private void judge(ServerEvent event, SynchronousSink<ServerEvent> out) {
        List<Violation> violations = validator.validate(event);
        if (violations.isEmpty()) {
            out.next(event);
        } else {
            rejected.accept(DeliveryResult.invalid(event, violations), out.contextView());
        }
    }
}
