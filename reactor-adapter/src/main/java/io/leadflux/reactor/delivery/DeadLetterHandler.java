package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import reactor.core.publisher.Mono;

/**
 * Takes every event that ended other than accepted.
 *
 * <p>The client hands over one result at a time, from a queue that grows to as many as the sink and one stream
 * can hold together (22,984 by default), since an outage ends them all at once; beyond that, and when a call fails or takes
 * longer than 10 seconds, the letter is lost and counted in {@link ClientStats#deadLettersLost()}, never the delivery disturbed.
 */
@FunctionalInterface
public interface DeadLetterHandler {

    /**
     * Keeps one result. Subscribed to once, on whichever thread brought the result; must not block it. Completion asks for
     * the next.
     */
    Mono<Void> handle(DeliveryResult result);
}
