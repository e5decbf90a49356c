package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import reactor.core.publisher.Mono;

/**
 * Takes every event that ended other than accepted, but for those whose consent was withheld: nothing may be kept about a
 * person then.
 *
 * <p>The client hands over one result at a time, from a queue that grows to 131,072 results, since an outage ends what all
 * streams hold at once. Beyond that, and when a call fails or takes longer than 10 seconds, the letter is lost and counted in
 * {@link ClientStats#deadLettersLost()}. Delivery goes on in any case.
 */
@FunctionalInterface
public interface DeadLetterHandler {

    /**
     * Keeps one result. Subscribed to once, on whichever thread brought the result; must not block it. Completion asks for
     * the next.
     */
    Mono<Void> handle(DeliveryResult result);
}
