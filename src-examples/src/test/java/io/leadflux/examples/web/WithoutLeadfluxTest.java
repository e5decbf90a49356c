package io.leadflux.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The site in the mode {@code off}: it needs no account, and its events go nowhere. */
final class WithoutLeadfluxTest {

    @Test
    void pages_modeOff_areServedAndNothingIsSent() throws Exception {
        try (Site site = Site.start(Map.of("server.port", "0", "leadflux.mode", "off"))) {
            TestVisitor visit = TestVisitor.agreed(site, "click-1");

            assertThat(visit.get("/").statusCode()).isEqualTo(200);
            assertThat(visit.get("/").body()).doesNotContain("/operations");
            assertThat(visit.post("/quote", TestVisitor.form(UUID.randomUUID().toString()))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(visit.get("/operations").statusCode()).isEqualTo(404);
            assertThat(visit.get("/actuator/leadflux").statusCode()).isEqualTo(200);
            assertThat(site.endpoint()).isEmpty();
            assertThat(site.stop()).isEmpty();
        }
    }
}
