package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.Completion;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.reactor.delivery.DeliveryTimeouts;
import io.leadflux.reactor.delivery.OutboundBatch;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.List;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Decides what becomes of what comes into a pipeline: it joins the open batch, or has its result at once. Belongs to the
 * pipeline's drain loop, but for what says otherwise.
 */
final class Admission {

    private final DeliveryEngine engine;
    private final FlushTracker flushes;
    private final OpenBatch open;
    private final Results<?> results;
    private final DeliveryTimeouts deliveryTimeouts;

    Admission(DeliveryEngine engine, FlushTracker flushes, OpenBatch open, Results<?> results) {
        this.engine = engine;
        this.flushes = flushes;
        this.open = open;
        this.results = results;
        this.deliveryTimeouts = engine.options().deliveryTimeouts();
    }

    void take(Intake.Arrival arrival, long now) {
        take(arrival.source(), arrival.event(), arrival.violations(), arrival.arrivedAt(now), now);
    }

    /**
     * Takes an event.
     *
     * @param violations why the event may not be sent; empty when it may
     */
    void take(Object source, ServerEvent event, List<Violation> violations, long arrivedAt, long now) {
        flushes.taken();
        if (!violations.isEmpty()) {
            complete(source, DeliveryResult.invalid(event, violations));
        } else if (engine.isClosed()) {
            complete(source, DeliveryEngine.closed(event));
        } else if (now - arrivedAt >= deliveryTimeouts.nanos(event)) {
            complete(source, engine.overdue(event));
        } else if (!open.add(source, event, arrivedAt)) {
            complete(source, DeliveryResult.invalid(event, List.of(tooLarge())));
        }
    }

    private Violation tooLarge() {
        int maxBytes = engine.options().limits().maxBytes();
        return new Violation(
                "", Rule.EVENT_TOO_LARGE, "alone exceeds the " + maxBytes + " bytes that a batch may have");
    }

    private void complete(Object source, DeliveryResult result) {
        engine.ended(result.outcome(), 1);
        Completion completion = Completion.of(source, result, flushes.current());
        engine.report(completion);
        results.add(completion);
    }

    /** Ends an element whose result is not wanted any more; any thread. */
    void discard(Intake.Arrival arrival, Context context) {
        engine.ended(Outcome.CLOSED, 1);
        DeliveryException cause = new DeliveryException("the stream ended before the first attempt", 0, null);
        DeliveryResult result = DeliveryResult.failed(arrival.event(), Outcome.CLOSED, 0, false, cause);
        engine.report(Completion.of(arrival.source(), result, 0));
        Operators.onDiscard(arrival.source(), context);
    }

    /** Ends what the open batch holds and gives up its place in the queue. */
    void discardOpen(Context context) {
        OutboundBatch batch = open.discard();
        if (batch != null) {
            Completion completion = Completion.discarded(batch);
            engine.ended(Outcome.CLOSED, completion.size());
            flushes.completed(completion.epoch(), completion.size());
            engine.report(completion);
            for (int i = 0; i < completion.size(); i++) {
                Operators.onDiscard(completion.source(i), context);
            }
        }
    }
}
