package io.leadflux.reactor.metrics;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventName;
import io.leadflux.validation.Rule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What became of the events. All but the violations is registered at once, so that a rate begins at zero. */
final class EventMeters {

    /** The meters of one outcome. */
    private record Ends(Map<EventName, Counter> named, Counter unnamed, Counter possibleDuplicates, Timer delivery) {

        Counter counter(@Nullable EventName name) {
            return name == null ? unnamed : requireNonNull(named.get(name));
        }
    }

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Outcome, Ends> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Rule, Counter> violations = new ConcurrentHashMap<>();

    EventMeters(MeterRegistry registry, Tags tags, List<Duration> buckets) {
        this.registry = registry;
        this.tags = tags;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, ends(tags.and("outcome", TagValues.of(outcome)), buckets));
        }
    }

    private Ends ends(Tags tags, List<Duration> buckets) {
        Map<EventName, Counter> named = new EnumMap<>(EventName.class);
        for (EventName name : EventName.values()) {
            named.put(name, counter(tags, name.wireName()));
        }
        Counter duplicates = Counter.builder("leadflux.duplicates.possible")
                .description("Events that the provider may have taken in an attempt without a response")
                .tags(tags)
                .register(registry);
        Timer delivery = Timer.builder("leadflux.delivery")
                .description("From an event's arrival to its result")
                .tags(tags)
                .serviceLevelObjectives(buckets.toArray(Duration[]::new))
                .register(registry);
        return new Ends(named, counter(tags, TagValues.NONE), duplicates, delivery);
    }

    private Counter counter(Tags tags, String event) {
        return Counter.builder("leadflux.events")
                .description("Events that have their result")
                .tags(tags.and("event", event))
                .register(registry);
    }

    void ended(DeliveryResult result, Duration took) {
        Ends ends = requireNonNull(outcomes.get(result.outcome()));
        ends.counter(result.event().name()).increment();
        ends.delivery().record(took);
        if (result.mayBeDuplicate()) {
            ends.possibleDuplicates().increment();
        }
    }

    void violated(Rule rule) {
        Counter known = violations.get(rule);
        Counter counter = known != null ? known : violations.computeIfAbsent(rule, this::violationCounter);
        counter.increment();
    }

    private Counter violationCounter(Rule rule) {
        return Counter.builder("leadflux.violations")
                .description("Broken rules; one event may break several")
                .tags(tags.and("rule", TagValues.of(rule)))
                .register(registry);
    }
}
