package io.leadflux.reactor.metrics;

import static java.util.Objects.requireNonNull;

import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.SendResult.Verdict;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Meters of requests. The timer of a status is registered when that status first occurs. */
final class RequestMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Duration[] buckets;
    private final Timer queueWait;
    private final Map<Verdict, DistributionSummary> sizes = new EnumMap<>(Verdict.class);
    private final Map<String, Timer> byStatus = new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry registry, Tags tags, List<Duration> buckets) {
        this.registry = registry;
        this.tags = tags;
        this.buckets = buckets.toArray(Duration[]::new);
        this.queueWait = Timer.builder("leadflux.queue.wait")
                .description("From the arrival of a batch's oldest event to the first request with it")
                .tags(tags)
                .serviceLevelObjectives(this.buckets)
                .register(registry);
        for (Verdict verdict : Verdict.values()) {
            sizes.put(verdict, size(verdict));
        }
    }

    private DistributionSummary size(Verdict verdict) {
        return DistributionSummary.builder("leadflux.batch.size")
                .description("Events in a request")
                .baseUnit("events")
                .tags(tags.and("verdict", TagValues.of(verdict)))
                .register(registry);
    }

    void started(Duration waited, int attempt) {
        if (attempt == 1) {
            queueWait.record(waited);
        }
    }

    void ended(int events, SendResult result, Duration took) {
        requireNonNull(sizes.get(result.verdict())).record(events);
        String status = TagValues.status(result);
        Timer known = byStatus.get(status);
        Timer timer = known != null ? known : byStatus.computeIfAbsent(status, this::request);
        timer.record(took);
    }

    private Timer request(String status) {
        return Timer.builder("leadflux.request")
                .description("From the start of a request to its response")
                .tags(tags.and("status", status))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }
}
