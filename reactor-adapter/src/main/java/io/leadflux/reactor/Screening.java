package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.CallbackGuard;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What every event passes before it is queued: the consent gate, the transformer, a {@code dedupe_id} where it has none,
 * and the validator. Pure but for the user's own callbacks; runs on the caller's thread.
 */
final class Screening {

    /**
     * Takes an event as soon as it is judged, so that a judgement is nothing that has to be made and kept.
     *
     * @param <T> what the event was made from
     * @param <R> what became of it
     */
    interface Judged<T, R> {

        /**
         * Takes one.
         *
         * @param violations why the event may not be sent; empty when it may
         */
        R take(T source, ServerEvent event, List<Violation> violations);
    }

    private final @Nullable Predicate<? super ServerEvent> consent;
    private final @Nullable UnaryOperator<ServerEvent> transformer;
    private final EventValidator validator;
    private final DedupeIdGenerator dedupeIds;
    private final CallbackGuard callbacks;

    Screening(
            @Nullable Predicate<? super ServerEvent> consent,
            @Nullable UnaryOperator<ServerEvent> transformer,
            DedupeIdGenerator dedupeIds,
            EventValidator validator,
            CallbackGuard callbacks) {
        this.consent = consent;
        this.transformer = transformer;
        this.dedupeIds = dedupeIds;
        this.validator = validator;
        this.callbacks = callbacks;
    }

    <T, R> R judge(T source, ServerEvent event, Judged<? super T, R> judged) {
        if (consent != null && !consents(consent, event)) {
            return judged.take(
                    source, event, broken(Rule.CONSENT_WITHHELD, "the consent gate did not let the event pass"));
        }
        ServerEvent transformed = transformer == null ? event : transformed(transformer, event);
        if (transformed == null) {
            return judged.take(
                    source, event, broken(Rule.TRANSFORMATION_FAILED, "the transformer failed or returned null"));
        }
        ServerEvent identified = identified(transformed);
        return judged.take(source, identified, validator.validate(identified));
    }

    /** The event with a {@code dedupe_id}: its own, or a new one. */
    ServerEvent identified(ServerEvent event) {
        return event.dedupeId() == null ? event.withDedupeId(dedupeIds.next()) : event;
    }

    private boolean consents(Predicate<? super ServerEvent> gate, ServerEvent event) {
        try {
            return gate.test(event);
        } catch (Throwable broken) {
            callbacks.failed(broken);
            return false;
        }
    }

    private @Nullable ServerEvent transformed(UnaryOperator<ServerEvent> by, ServerEvent event) {
        try {
            return by.apply(event);
        } catch (Throwable broken) {
            callbacks.failed(broken);
            return null;
        }
    }

    private static List<Violation> broken(Rule rule, String message) {
        return List.of(new Violation("", rule, message));
    }
}
