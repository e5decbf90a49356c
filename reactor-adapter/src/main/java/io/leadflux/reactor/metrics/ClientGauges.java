package io.leadflux.reactor.metrics;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.Health;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What the client itself counts, read together with the registry. The meters refer to the client alone: the registry's
 * reference is weak, and anything else could be collected while the client lives.
 */
record ClientGauges(MeterRegistry registry, Tags tags) {

    void bindTo(ConversionClient client) {
        gauges(client);
        counters(client);
        for (Health state : Health.values()) {
            Gauge.builder("leadflux.health", client, bound -> bound.health() == state ? 1 : 0)
                    .description("1 for the state that the client is in, 0 for the others")
                    .tags(tags.and("state", TagValues.of(state)))
                    .register(registry);
        }
    }

    private void gauges(ConversionClient client) {
        TimeGauge.builder(
                        "leadflux.oldest.age",
                        client,
                        TimeUnit.MILLISECONDS,
                        bound -> bound.oldestAge().toMillis())
                .description("How long the oldest event has waited for its turn, a response, or another attempt")
                .tags(tags)
                .register(registry);
        gauge(
                client,
                "leadflux.queued",
                "events",
                "Events that wait: in the sink, in an open batch, for a permit, or for another attempt",
                bound -> bound.stats().queued());
        gauge(
                client,
                "leadflux.in.flight",
                "events",
                "Events in flight",
                bound -> bound.stats().inFlight());
        gauge(
                client,
                "leadflux.sink.queue",
                "events",
                "Events in the sink's queue",
                bound -> bound.sink().queuedEvents());
        gauge(
                client,
                "leadflux.sink.queue.size",
                "bytes",
                "Bytes in the sink's queue, estimated",
                bound -> bound.sink().queuedBytes());
        gauge(
                client,
                "leadflux.concurrency.limit",
                "requests",
                "How many requests may be in flight at once",
                ConversionClient::concurrency);
    }

    private void gauge(
            ConversionClient client,
            String name,
            String unit,
            String description,
            ToDoubleFunction<ConversionClient> value) {
        Gauge.builder(name, client, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private void counters(ConversionClient client) {
        counter(client, "leadflux.submitted", "events", "Events that came in", ClientStats::submitted);
        counter(client, "leadflux.requests", "requests", "Requests begun", ClientStats::requests);
        counter(client, "leadflux.retries", "requests", "Requests that repeated an earlier one", ClientStats::retries);
        counter(
                client,
                "leadflux.isolation.probes",
                "requests",
                "Requests that isolated a bad event after a refusal",
                ClientStats::probes);
        counter(client, "leadflux.batches", "batches", "Batches sealed", ClientStats::batches);
        counter(
                client,
                "leadflux.callback.failures",
                "calls",
                "Calls of the user's own code that threw",
                ClientStats::callbackFailures);
        counter(
                client,
                "leadflux.dead.letters.lost",
                "events",
                "Results that the dead letter handler did not take",
                ClientStats::deadLettersLost);
    }

    private void counter(
            ConversionClient client, String name, String unit, String description, ToLongFunction<ClientStats> value) {
        FunctionCounter.builder(name, client, bound -> value.applyAsLong(bound.stats()))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }
}
