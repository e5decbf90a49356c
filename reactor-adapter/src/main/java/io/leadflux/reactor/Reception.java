package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Decides what becomes of what comes into a pipeline: it joins the open batch, or has its result at once. Belongs to the
 * pipeline's drain loop, but for what says otherwise.
 */
final class Reception {

    private final ConversionClient client;
    private final Epochs epochs;
    private final OpenBatch open;
    private final Results<?> results;
    private final boolean refusing;

    Reception(ConversionClient client, Epochs epochs, OpenBatch open, Results<?> results) {
        this.client = client;
        this.epochs = epochs;
        this.open = open;
        this.results = results;
        this.refusing = client.isDisposed();
    }

    void take(Arrival arrival, long now) {
        EncodedEvent encoded = arrival.encoded();
        if (encoded == null && arrival.isOurs() && client.isHoldingBack() && mayFit(arrival.event())) {
            encoded = EncodedEvent.of(arrival.event());
        }
        if (encoded == null) {
            take(arrival.source(), arrival.event(), arrival.violations(), arrival.arrivedAt(now), now);
        } else {
            take(arrival.source(), encoded, arrival.arrivedAt(now), now);
        }
    }

    /** Every character takes a byte or more, so that a huge event is turned away before it is encoded. */
    private boolean mayFit(ServerEvent event) {
        return event.textLength() <= client.limits.maxBytes();
    }

    /**
     * Takes an event whose object is held elsewhere.
     *
     * @param violations why the event may not be sent; empty when it may
     */
    void take(Object source, ServerEvent event, List<Violation> violations, long now) {
        take(source, event, violations, now, now);
    }

    private void take(Object source, ServerEvent event, List<Violation> violations, long arrivedAt, long now) {
        epochs.taken();
        if (!violations.isEmpty()) {
            answer(source, DeliveryResult.invalid(event, violations));
        } else if (isRefused(arrivedAt, now)) {
            refuse(source, event);
        } else if (!open.add(source, event, arrivedAt)) {
            answer(source, DeliveryResult.invalid(event, List.of(client.tooLarge())));
        }
    }

    private void take(Object source, EncodedEvent event, long arrivedAt, long now) {
        epochs.taken();
        if (isRefused(arrivedAt, now)) {
            refuse(source, event.event());
        } else if (!open.add(source, event, arrivedAt)) {
            answer(source, DeliveryResult.invalid(event.event(), List.of(client.tooLarge())));
        }
    }

    private boolean isRefused(long arrivedAt, long now) {
        return refusing || client.dispatcher.isClosed() || now - arrivedAt >= client.deliveryTimeoutNanos;
    }

    private void refuse(Object source, ServerEvent event) {
        boolean closed = refusing || client.dispatcher.isClosed();
        answer(
                source,
                closed
                        ? DeliveryResult.failed(event, Outcome.CLOSED, 0, false, ConversionClient.closedCause())
                        : client.dispatcher.overdue(event));
    }

    private void answer(Object source, DeliveryResult result) {
        client.tally.ended(result.outcome(), 1);
        Settlement settlement = new Settlement.OfOne(source, result, epochs.current());
        client.report(settlement, result.outcome());
        results.add(settlement);
    }

    /** Answers for an element that is not wanted any more; any thread. */
    void discard(Arrival arrival, Context context) {
        client.tally.ended(Outcome.CLOSED, 1);
        DeliveryResult result = DeliveryResult.failed(arrival.event(), Outcome.CLOSED, 0, false, discardedCause());
        client.report(new Settlement.OfOne(arrival.source(), result, 0), Outcome.CLOSED);
        Operators.onDiscard(arrival.source(), context);
    }

    /** Answers for what the open batch holds and gives up its place in the line. */
    void discardOpen(Context context) {
        Parcel parcel = open.discard();
        if (parcel != null) {
            client.tally.ended(Outcome.CLOSED, parcel.size());
            epochs.settled(parcel.epoch, parcel.size());
            client.report(new Settlement.OfParcel(parcel, Outcome.CLOSED, discardedCause()), Outcome.CLOSED);
            for (Object source : parcel.sources) {
                Operators.onDiscard(source, context);
            }
        }
    }

    private static DeliveryException discardedCause() {
        return new DeliveryException("the stream ended before the event was sent", 0, null);
    }
}
