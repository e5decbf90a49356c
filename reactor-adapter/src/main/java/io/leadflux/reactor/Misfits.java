package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Operators;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;

/**
 * What becomes of events that fit no batch of a subscription: whoever was named takes them; otherwise they are discarded, and
 * the first is logged. Not thread-safe.
 */
final class Misfits {

    private static final Logger LOG = Loggers.getLogger(BatchOperator.class);

    private final BatchOperator operator;
    private boolean complained;

    Misfits(BatchOperator operator) {
        this.operator = operator;
    }

    void take(ServerEvent event, Context context) {
        String bound = "alone exceeds the " + operator.limits.maxBytes() + " bytes that a batch may have";
        Consumer<? super DeliveryResult> rejected = operator.rejected;
        if (rejected != null) {
            rejected.accept(DeliveryResult.invalid(event, List.of(new Violation("", Rule.EVENT_TOO_LARGE, bound))));
            return;
        }
        if (!complained) {
            complained = true;
            LOG.warn("An event {}; it was discarded, and so will be further ones", bound);
        }
        Operators.onDiscard(event, context);
    }
}
