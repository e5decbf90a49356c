package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import reactor.core.publisher.Mono;

/**
 * Takes every event that was not accepted, except those whose consent was withheld ({@link
 * io.leadflux.validation.Rule#CONSENT_WITHHELD}): what must not be sent must not be kept to be sent later.
 *
 * <p>The client hands over one result at a time. The others wait in a queue, since an outage ends what all streams hold
 * at once. It holds 131,072 results, a full sink and eight full streams with the default options. They take about 130
 * MB, should the handler stop working. A result that finds the queue full is lost. So is one whose call fails or takes
 * longer than 10 seconds. Lost results are counted in {@link ClientStats#deadLettersLost()} and logged; delivery goes
 * on.
 */
@FunctionalInterface
public interface DeadLetterHandler {

    /**
     * Keeps one result. Subscribed to once, on the thread that brought the result; must not block it. Completion asks
     * for the next.
     */
    Mono<Void> handle(DeliveryResult result);

    /**
     * Where results are kept, such as {@code the file /var/lib/shop/dead-letters.ndjson}, for the line that a client
     * logs when it is first used. By default the name of the class. Must hold no secret.
     */
    default String description() {
        return getClass().getName();
    }
}
