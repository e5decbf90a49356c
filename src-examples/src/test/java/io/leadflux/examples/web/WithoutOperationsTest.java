package io.leadflux.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The site without its live view. */
final class WithoutOperationsTest {

    @Test
    void pages_areServedAndMeasured() throws Exception {
        Map<String, String> properties = Map.of(
                "server.port", "0",
                "site.operations", "false",
                "leadflux.pixel-id", "test",
                "leadflux.api-key", "0123456789abcdef0123456789abcdef",
                "leadflux.endpoint", "http://127.0.0.1:1/v1/event");
        try (Site site = Site.start(properties)) {
            TestVisitor visit = TestVisitor.agreed(site, "click-1");

            assertThat(visit.get("/").statusCode()).isEqualTo(200);
            assertThat(visit.get("/").body()).doesNotContain("/operations");
            assertThat(visit.get("/operations").statusCode()).isEqualTo(404);
            assertThat(visit.get("/actuator/leadflux").body()).contains("\"submitted\"");
            assertThat(site.endpoint()).contains("http://127.0.0.1:1/v1/event");
            assertThat(site.operations()).isEmpty();
        }
    }
}
