package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;

/**
 * Is told what a client does, for metrics and the like.
 *
 * <p>Called after the client's own state is settled, on whichever thread brought the news, possibly by several at once. Must
 * be quick and must not block. What it throws is counted in {@link ClientStats#callbackFailures()} and has no other effect.
 */
public interface DeliveryListener {

    /**
     * A POST begins.
     *
     * @param events how many events it holds, 1 to 100
     * @param waited how long the oldest of them has waited since it came in
     * @param attempt 1 for the first POST with these events, then 2, and so on
     */
    default void requestStarted(int events, Duration waited, int attempt) {}

    /**
     * A POST is over.
     *
     * @param events how many events it held
     * @param result what it came to
     * @param took from its start to its answer
     */
    default void requestEnded(int events, SendResult result, Duration took) {}

    /**
     * An event has its result; called exactly once for each.
     *
     * @param took from its arrival to its result; zero when it was turned away at once
     */
    default void eventEnded(DeliveryResult result, Duration took) {}
}
