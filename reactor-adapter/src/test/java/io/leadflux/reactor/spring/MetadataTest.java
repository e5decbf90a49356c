package io.leadflux.reactor.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar tells development environments and Spring Boot. */
final class MetadataTest {

    @Test
    void properties_allOfThem_areDescribedAndHaveTheDefaultThatTheyTell() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (JsonNode property : metadata()) {
            String name = property.get("name").asString();
            if (name.startsWith("leadflux.")) {
                assertThat(property.path("description").asString()).as(name).hasSizeGreaterThan(10);
                JsonNode value = property.path("defaultValue");
                if (!value.isMissingNode()) {
                    defaults.put(name, text(value));
                }
            }
        }
        assertThat(defaults).hasSizeGreaterThan(30);
        LeadfluxProperties unset = bound(List.of());
        List<String> settings = new ArrayList<>();
        defaults.forEach((name, value) -> settings.add(name + '=' + value));
        LeadfluxProperties told = bound(settings);
        assertThat(told).usingRecursiveComparison().ignoringFields("endpoint").isEqualTo(unset);
    }

    @Test
    void guide_table_namesEveryProperty() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "webflux.md"));
        for (JsonNode property : metadata()) {
            String name = property.get("name").asString();
            if (name.startsWith("leadflux.")) {
                assertThat(guide).contains("`" + name + "`");
            }
        }
    }

    @Test
    void imports_nameEveryAutoConfiguration() throws IOException {
        assertThat(resource("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
                        .lines())
                .containsExactlyInAnyOrder(
                        LeadfluxAutoConfiguration.class.getName(),
                        LeadfluxWebFluxAutoConfiguration.class.getName(),
                        LeadfluxMetricsAutoConfiguration.class.getName(),
                        LeadfluxActuatorAutoConfiguration.class.getName());
    }

    private static LeadfluxProperties bound(List<String> settings) {
        LeadfluxProperties[] bound = new LeadfluxProperties[1];
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LeadfluxAutoConfiguration.class, LeadfluxWebFluxAutoConfiguration.class))
                .withPropertyValues(Leads.anywhere())
                .withPropertyValues(settings.toArray(String[]::new))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    bound[0] = context.getBean(LeadfluxProperties.class);
                });
        return bound[0];
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.get(0).asString() : value.asString();
    }

    private static JsonNode metadata() throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(resource("META-INF/spring-configuration-metadata.json"))
                .get("properties");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = LeadfluxProperties.class.getResourceAsStream("/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
