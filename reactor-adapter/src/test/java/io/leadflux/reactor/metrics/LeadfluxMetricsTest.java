package io.leadflux.reactor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class LeadfluxMetricsTest {

    private static final Duration PATIENCE = Watchdog.LIMIT;
    private static final String KEY = "the-key-that-nobody-sees";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LeadfluxMetrics metrics = LeadfluxMetrics.create(registry);

    @Test
    void client_refusesAndRetries_metersTellEachThing() {
        AtomicInteger attempts = new AtomicInteger();
        ConversionClient client = client((batch, key) ->
                Mono.fromSupplier(() -> SendResult.ofStatus(attempts.incrementAndGet() == 1 ? 503 : 200)));
        metrics.bindTo(client);

        client.send(Flux.just(Events.valid(0), Events.valid(1), Events.invalid(2)))
                .blockLast(PATIENCE);

        assertThat(counter("leadflux.events", "outcome", "accepted", "event", "page_view"))
                .isEqualTo(2);
        assertThat(counter("leadflux.events", "outcome", "invalid", "event", "page_view"))
                .isOne();
        assertThat(counter("leadflux.violations", "rule", "url_required")).isOne();
        assertThat(registry.get("leadflux.request").tag("status", "503").timer().count())
                .isOne();
        assertThat(registry.get("leadflux.request").tag("status", "200").timer().count())
                .isOne();
        assertThat(registry.get("leadflux.queue.wait").timer().count()).isOne();
        assertThat(registry.get("leadflux.batch.size")
                        .tag("verdict", "accepted")
                        .summary()
                        .totalAmount())
                .isEqualTo(2);
        assertThat(registry.get("leadflux.delivery")
                        .tag("outcome", "accepted")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("leadflux.submitted").functionCounter().count()).isEqualTo(3);
        assertThat(registry.get("leadflux.requests").functionCounter().count()).isEqualTo(2);
        assertThat(registry.get("leadflux.retries").functionCounter().count()).isOne();
        assertThat(registry.get("leadflux.batches").functionCounter().count()).isOne();
        assertThat(client.stats().callbackFailures()).isZero();
        client.dispose();
    }

    @Test
    void gauges_ofClosedClient_tellClosedAndNothingWaiting() {
        ConversionClient client = client((batch, key) -> Mono.just(SendResult.ofStatus(200)));
        metrics.bindTo(client);
        assertThat(gauge("leadflux.health", "state", "up")).isOne();

        client.close(Duration.ZERO).block(PATIENCE);

        assertThat(gauge("leadflux.health", "state", "closed")).isOne();
        assertThat(gauge("leadflux.health", "state", "up")).isZero();
        assertThat(gauge("leadflux.queued")).isZero();
        assertThat(gauge("leadflux.in.flight")).isZero();
        assertThat(gauge("leadflux.sink.queue")).isZero();
        assertThat(gauge("leadflux.sink.queue.size")).isZero();
        assertThat(gauge("leadflux.concurrency.limit")).isEqualTo(client.concurrency());
    }

    @Test
    void duplicates_possible_areCountedByOutcome() {
        DeliveryException lost = new DeliveryException("lost", 0, null);
        metrics.eventEnded(DeliveryResult.accepted(Events.valid(0), 2, true), Duration.ZERO);
        metrics.eventEnded(DeliveryResult.failed(Events.valid(1), Outcome.EXPIRED, 3, true, lost), Duration.ZERO);
        metrics.eventEnded(DeliveryResult.failed(Events.valid(2), Outcome.EXPIRED, 3, false, lost), Duration.ZERO);

        assertThat(counter("leadflux.duplicates.possible", "outcome", "accepted"))
                .isOne();
        assertThat(counter("leadflux.duplicates.possible", "outcome", "expired"))
                .isOne();
    }

    @Test
    void event_withoutName_countsAsNone() {
        ServerEvent nameless =
                ServerEvent.builder().eventTime(1_793_000_000_000L).build();
        metrics.eventEnded(
                DeliveryResult.invalid(nameless, List.of(new Violation("name", Rule.NAME_REQUIRED, "is required"))),
                Duration.ZERO);
        assertThat(counter("leadflux.events", "outcome", "invalid", "event", "none"))
                .isOne();
    }

    @Test
    void retry_ofBatch_doesNotCountAsWaiting() {
        metrics.requestStarted(3, Duration.ofSeconds(9), 2);
        assertThat(registry.get("leadflux.queue.wait").timer().count()).isZero();
    }

    @Test
    void series_whateverTheProviderResponds_areBounded() {
        IntStream.rangeClosed(-1, 1200).mapToObj(SendResult::ofStatus).forEach(this::ended);
        ended(SendResult.notSent(new TimeoutException()));
        ended(SendResult.noResponse(new TimeoutException()));
        for (Rule rule : Rule.values()) {
            Violation violation = new Violation("", rule, "is broken");
            metrics.eventEnded(DeliveryResult.invalid(Events.valid(0), List.of(violation)), Duration.ZERO);
        }

        Set<String> statuses = registry.find("leadflux.request").meters().stream()
                .map(meter -> meter.getId().getTag("status"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(statuses)
                .containsExactly(
                        "200",
                        "2xx",
                        "3xx",
                        "400",
                        "401",
                        "403",
                        "408",
                        "413",
                        "425",
                        "429",
                        "4xx",
                        "500",
                        "502",
                        "503",
                        "504",
                        "5xx",
                        "no_answer",
                        "not_sent",
                        "other");
        assertThat(registry.getMeters())
                .filteredOn(meter -> !meter.getId().getName().endsWith(".histogram"))
                .hasSizeLessThan(150);
    }

    @Test
    void meters_allOfThem_holdNothingOfAPersonOrAKey() {
        ConversionClient client = client((batch, key) -> Mono.just(SendResult.ofStatus(200)));
        metrics.bindTo(client);
        client.send(Flux.just(Events.valid(0), Events.invalid(1))).blockLast(PATIENCE);

        Set<String> values = registry.getMeters().stream()
                .map(Meter::getId)
                .flatMap(id -> id.getTags().stream())
                .filter(tag -> !tag.getKey().equals("le"))
                .map(Tag::getValue)
                .collect(Collectors.toSet());
        assertThat(values).isNotEmpty().allMatch(value -> value.matches("[a-z0-9_]{1,40}"));
        assertThat(values).doesNotContain(KEY, "event-0");
        client.dispose();
    }

    @Test
    void twoClients_withTagsOfTheirOwn_keepTheirGaugesApart() {
        ConversionClient open = client((batch, key) -> Mono.just(SendResult.ofStatus(200)));
        ConversionClient closed = client((batch, key) -> Mono.just(SendResult.ofStatus(200)));
        closed.close(Duration.ZERO).block(PATIENCE);
        LeadfluxMetrics.builder(registry).tag("client", "a").build().bindTo(open);
        LeadfluxMetrics.builder(registry).tag("client", "b").build().bindTo(closed);

        assertThat(gauge("leadflux.health", "client", "a", "state", "closed")).isZero();
        assertThat(gauge("leadflux.health", "client", "b", "state", "closed")).isOne();
        open.dispose();
    }

    @Test
    void buckets_outOfRange_areRefusedWithTheValue() {
        LeadfluxMetrics.Builder builder = LeadfluxMetrics.builder(registry);
        assertThatThrownBy(() -> builder.buckets(Duration.ofMillis(5), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> builder.buckets(new Duration[65]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65");
    }

    @Test
    void create_nullRegistry_isNamed() {
        assertThatThrownBy(() -> LeadfluxMetrics.create(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("registry");
    }

    private ConversionClient client(EventSender sender) {
        return ConversionClient.builder(sender, ApiKeySupplier.of(KEY))
                .linger(Duration.ofMinutes(1))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
                .listener(metrics)
                .build();
    }

    private void ended(SendResult result) {
        metrics.requestEnded(1, result, Duration.ZERO);
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}
