package io.leadflux.reactor.metrics;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.validation.Range;
import io.leadflux.validation.Violation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;

/**
 * Meters a client with Micrometer. Names, tags and their values are listed in {@code docs/metrics.md}.
 *
 * <pre>{@code
 * LeadfluxMetrics metrics = LeadfluxMetrics.create(registry);
 * ConversionClient client = ConversionClient.builder(sender, keys).listener(metrics).build();
 * metrics.bindTo(client);
 * }</pre>
 *
 * <p>As the client's listener it counts events, violations and requests. Bound to the client it shows what only the
 * client knows, such as what waits. Each tag has a closed set of values, and none tells anything about a person, a site
 * or a key.
 *
 * <p>Thread-safe; a call costs a few additions. Several clients need different {@linkplain Builder#tag tags}, since a
 * registry keeps the first gauge of a name and drops the others.
 */
public final class LeadfluxMetrics implements DeliveryListener {

    private final MeterRegistry registry;
    private final Tags tags;
    private final EventMeters events;
    private final RequestMeters requests;

    private LeadfluxMetrics(Builder builder) {
        this.registry = builder.registry;
        this.tags = builder.tags;
        this.events = new EventMeters(registry, tags, builder.buckets);
        this.requests = new RequestMeters(registry, tags, builder.buckets);
    }

    /** Metrics with the default of every option; the counters are registered at once. */
    public static LeadfluxMetrics create(MeterRegistry registry) {
        return builder(registry).build();
    }

    /** A builder with the default of every option. */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(requireNonNull(registry, "registry"));
    }

    /**
     * Registers the gauges and counters that read {@code client}. The registry refers to it weakly: the gauges of a
     * client that is gone show NaN. Makes the client's {@link ConversionClient#sink() sink}, if it has none yet.
     *
     * @param client best the one whose listener this is
     */
    public void bindTo(ConversionClient client) {
        new ClientGauges(registry, tags).bindTo(requireNonNull(client, "client"));
    }

    @Override
    public void requestStarted(int events, Duration waited, int attempt) {
        requests.started(waited, attempt);
    }

    @Override
    public void requestEnded(int events, SendResult result, Duration took) {
        requests.ended(events, result, took);
    }

    @Override
    public void eventEnded(DeliveryResult result, Duration took) {
        events.ended(result, took);
        for (Violation violation : result.violations()) {
            events.violated(violation.rule());
        }
    }

    /** Collects the options of {@link LeadfluxMetrics}; not thread-safe. */
    public static final class Builder {

        private static final List<Duration> DEFAULT_BUCKETS = List.of(
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(2_500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120));

        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private List<Duration> buckets = DEFAULT_BUCKETS;

        private Builder(MeterRegistry registry) {
            this.registry = registry;
        }

        /** None. A tag that is added to each meter, to tell several clients apart. May be called several times. */
        public Builder tag(String key, String value) {
            this.tags = tags.and(requireNonNull(key, "key"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * 14, from 5 ms to 2 minutes. The upper bounds of the timers' histograms, for registries that have histograms,
         * such as Prometheus; each up to 7 days, at most 64, none for no histogram.
         */
        public Builder buckets(Duration... bounds) {
            Range.require("number of buckets", bounds.length, 0, 64);
            for (Duration bound : bounds) {
                Range.require("bucket", bound, Duration.ofNanos(1), Duration.ofDays(7));
            }
            this.buckets = List.of(bounds);
            return this;
        }

        /** The metrics, with their counters registered. */
        public LeadfluxMetrics build() {
            return new LeadfluxMetrics(this);
        }
    }
}
