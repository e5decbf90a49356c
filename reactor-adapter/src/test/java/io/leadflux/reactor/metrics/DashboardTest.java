package io.leadflux.reactor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guide and dashboard name the meters that there are. */
final class DashboardTest {

    private static final Path DOCS = Path.of("..", "docs");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConversionClient client =
            ConversionClient.create((batch, key) -> Mono.just(SendResult.ofStatus(200)), ApiKeySupplier.of("the-key"));

    @BeforeEach
    void meterEverything() {
        LeadfluxMetrics metrics = LeadfluxMetrics.create(registry);
        metrics.bindTo(client);
        metrics.requestEnded(1, SendResult.ofStatus(200), Duration.ZERO);
        Violation violation = new Violation("name", Rule.NAME_REQUIRED, "is required");
        metrics.eventEnded(DeliveryResult.invalid(Events.valid(0), List.of(violation)), Duration.ZERO);
    }

    @AfterEach
    void close() {
        client.dispose();
    }

    @Test
    void dashboard_everySeriesThatItDraws_isThere() throws IOException {
        JsonNode dashboard =
                JsonMapper.builder().build().readTree(Files.readString(DOCS.resolve("grafana-dashboard.json")));
        String expressions = dashboard.findValuesAsString("expr").toString();
        assertThat(matches("leadflux_\\w+", expressions))
                .isNotEmpty()
                .isSubsetOf(matches("(?m)^leadflux_\\w+", registry.scrape()));
    }

    @Test
    void dashboard_everyMeterThatThereIs_isDrawn() throws IOException {
        String dashboard = Files.readString(DOCS.resolve("grafana-dashboard.json"));
        assertThat(registry.getMeters())
                .allSatisfy(meter ->
                        assertThat(dashboard).contains(meter.getId().getName().replace('.', '_')));
    }

    @Test
    void guide_table_namesExactlyTheMetersThatThereAre() throws IOException {
        String guide = Files.readString(DOCS.resolve("metrics.md"));
        Set<String> named = Pattern.compile("(?m)^\\| `(leadflux\\.[a-z.]+)` \\|")
                .matcher(guide)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(there);
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
