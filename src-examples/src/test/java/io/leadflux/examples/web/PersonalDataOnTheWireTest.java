package io.leadflux.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Ledger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A site that sends to what it takes for a real endpoint, with a wiretap in between. */
final class PersonalDataOnTheWireTest {

    private static final String NAME = "Persephone Quicksilver";
    private static final String EMAIL = "persephone.quicksilver@example.com";
    private static final String PHONE = "+1 (555) 010-4477";

    @Test
    void enquiries_personalData_isInNoByteThatLeavesTheSite() throws Exception {
        Ledger ledger = Ledger.create();
        EndpointEmulator endpoint = EndpointEmulator.builder().ledger(ledger).start();
        try (Wiretap wiretap = new Wiretap(endpoint.uri())) {
            enquire(wiretap);

            assertThat(ledger.accepted(EventName.GENERATE_LEAD)).isEqualTo(2);
            assertThat(ledger.accepted(EventName.PAGE_VIEW)).isEqualTo(3);
            assertThat(wiretap.heard())
                    .contains("POST /v1/event?", "\"name\":\"generate_lead\"", "\"aleid\":\"click-1\"")
                    .doesNotContainIgnoringCase("persephone", "quicksilver", "%40", "@", "0104477", "010-4477")
                    .doesNotContainIgnoringCase(sha256(EMAIL), sha256("15550104477"), sha256("+15550104477"));
        } finally {
            endpoint.disposeNow();
        }
    }

    /**
     * Two visitors, one with an e-mail address in the ad click as well. The site sends everything before it stops.
     */
    private static void enquire(Wiretap wiretap) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", "0");
        properties.put("leadflux.endpoint", wiretap.uri().toString());
        properties.put("leadflux.pixel-id", EndpointEmulator.DEFAULT_PIXEL_ID);
        properties.put("leadflux.api-key", EndpointEmulator.DEFAULT_KEY);
        try (Site site = Site.start(properties)) {
            assertThat(site.emulated()).isEmpty();
            assertThat(site.endpoint()).contains(wiretap.uri().toString());
            TestVisitor clicked = TestVisitor.agreed(site, "click-1");
            clicked.get("/?utm_content=" + EMAIL.replace("@", "%40"));
            assertThat(clicked.post("/quote?email=" + EMAIL, person()).statusCode())
                    .isEqualTo(303);
            TestVisitor smuggler = TestVisitor.undecided(site).with("Cookie", "consent=yes; _lfid=" + EMAIL);
            smuggler.get("/?aleid=" + EMAIL + "&alart=" + sha256(EMAIL));
            smuggler.get("/quote?aleid=" + EMAIL);
            assertThat(smuggler.post("/quote", person()).statusCode()).isEqualTo(303);
        }
    }

    private static Map<String, String> person() {
        Map<String, String> form = TestVisitor.form(UUID.randomUUID().toString());
        form.put("name", NAME);
        form.put("email", EMAIL);
        form.put("phone", PHONE);
        return form;
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
