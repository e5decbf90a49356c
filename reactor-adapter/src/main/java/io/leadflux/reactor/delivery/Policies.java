package io.leadflux.reactor.delivery;

import java.util.random.RandomGenerator;

/** What decides for one client. Each holds its own state and returns decisions; none acts. Belongs to the dispatcher. */
record Policies(
        CircuitBreaker breaker,
        RetryPolicy retries,
        BatchIsolation isolation,
        BodySizeLimit bodySize,
        Deadlines deadlines) {

    static Policies of(DeliveryOptions options, long now) {
        RandomGenerator random = options.random.get();
        return new Policies(
                new CircuitBreaker(Backoff.of(options, random)),
                new RetryPolicy(options, random, now),
                new BatchIsolation(options.refusalsInFiveMinutes, random),
                new BodySizeLimit(options.limits().maxBytes()),
                new Deadlines(options.deliveryTimeouts()));
    }
}
