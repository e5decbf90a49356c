package io.leadflux.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The site as the command starts it, over HTTP. */
final class SiteTest {

    private static Site site;

    private final String aleid = "click-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        site = Site.start(Map.of("server.port", "0", "leadflux.batch.linger", "5ms"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    // ---- the form

    @Test
    void quote_emptyForm_getsAnErrorForEachField() throws Exception {
        HttpResponse<String> response = TestVisitor.agreed(site, aleid).post("/quote", Map.of("id", id));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("role=\"alert\"", "href=\"#name\"", "href=\"#email\"", "href=\"#phone\"")
                .contains("href=\"#bill\"", "href=\"#agreed\"", "aria-describedby=\"email-error\"");
    }

    @Test
    void quote_markupInItsFields_comesBackEscaped() throws Exception {
        Map<String, String> form = TestVisitor.form(id);
        form.put("email", "\"><script>alert(1)</script>@x");
        form.put("name", "' onfocus='alert(1)");

        HttpResponse<String> response = TestVisitor.agreed(site, aleid).post("/quote", form);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("&quot;&gt;&lt;script&gt;", "&#39; onfocus")
                .doesNotContain("<script>");
    }

    @Test
    void quote_formThatIsTooLarge_isRefused() throws Exception {
        Map<String, String> form = TestVisitor.form(id);
        form.put("name", "n".repeat(66_000));

        assertThat(TestVisitor.agreed(site, aleid).post("/quote", form).statusCode())
                .isEqualTo(413);
    }

    @Test
    void quote_malformedForm_isRefused() throws Exception {
        HttpResponse<String> response = TestVisitor.agreed(site, aleid).postRaw("/quote", "name=%zz");

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void quote_sentTwice_isOneLead() throws Exception {
        TestVisitor visit = TestVisitor.agreed(site, aleid);

        HttpResponse<String> first = visit.post("/quote", TestVisitor.form(id));
        HttpResponse<String> second = visit.post("/quote", TestVisitor.form(id));
        visit.get("/how-it-works");

        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(second.headers().map())
                .containsEntry("Location", first.headers().allValues("Location"));
        assertThat(Received.of(site, aleid).await(2).names())
                .containsExactlyInAnyOrder(EventName.GENERATE_LEAD, EventName.PAGE_VIEW);
    }

    @Test
    void quote_visitorWhoDidNotAgree_isThankedAndNotMeasured() throws Exception {
        HttpResponse<String> response = TestVisitor.undecided(site).post("/quote?aleid=" + aleid, TestVisitor.form(id));
        HttpResponse<String> thanks = TestVisitor.undecided(site)
                .get(response.headers().firstValue("Location").orElseThrow());
        String marker = "click-" + UUID.randomUUID();
        TestVisitor.agreed(site, marker).get("/");

        assertThat(thanks.statusCode()).isEqualTo(200);
        assertThat(thanks.body()).doesNotContain("leadflux:");
        assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
        assertThat(Received.of(site, marker).await(1).names()).hasSize(1);
        assertThat(Received.of(site, aleid).events()).isEmpty();
    }

    @Test
    void thanks_pageOfALead_hasItsIdForABrowserPixel() throws Exception {
        TestVisitor visit = TestVisitor.agreed(site, aleid);
        visit.post("/quote", TestVisitor.form(id));

        assertThat(visit.get("/thank-you?enquiry=" + id).body())
                .contains("<meta name=\"leadflux:generate_lead\" content=\"" + id + "\">")
                .contains("<meta name=\"leadflux:page_view\"");
    }

    @Test
    void thanks_unknownEnquiry_leadsToTheForm() throws Exception {
        HttpResponse<String> response = TestVisitor.agreed(site, aleid).get("/thank-you?enquiry=" + id);

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/quote");
    }

    // ---- requests from other sites

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, null",
        "Origin, https://elsewhere.example",
        "Origin, http://127.0.0.1:1"
    })
    void post_fromAnotherSite_isRefused(String header, String value) throws Exception {
        for (String path : new String[] {"/quote", "/consent", "/operations/fault", "/operations/visitors"}) {
            HttpResponse<String> response =
                    TestVisitor.agreed(site, aleid).with(header, value).post(path, TestVisitor.form(id));
            assertThat(response.statusCode()).as(path).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/how-it-works", "/quote", "/privacy", "/operations", "/nowhere", "/assets/site.css"})
    void response_hasTheSecurityHeaders(String path) throws Exception {
        HttpResponse<String> response = TestVisitor.undecided(site).get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.body()).doesNotContain(" style=", " onclick=", "<style", "<script>");
    }

    @Test
    void page_notFound_saysSoInTheSitesStyle() throws Exception {
        HttpResponse<String> response = TestVisitor.undecided(site).get("/nowhere%3Cscript%3E");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("This page is not here").doesNotContain("<script");
    }

    // ---- consent

    @Test
    void adClick_beforeConsent_setsNoCookieAndCarriesTheClickAlong() throws Exception {
        HttpResponse<String> response = TestVisitor.undecided(site).get("/?aleid=" + aleid + "&utm=%22%3E");

        assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
        assertThat(response.body())
                .contains("May we measure your visit?")
                .contains("name=\"return\" value=\"/?aleid&#x3D;" + aleid + "&amp;utm&#x3D;%22%3E\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "", "x"})
    void consent_returnToAnotherSite_leadsToTheLandingPage(String target) throws Exception {
        HttpResponse<String> response =
                TestVisitor.undecided(site).post("/consent", Map.of("choice", "yes", "return", target));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/");
    }

    @Test
    void consent_given_isStoredAndLeadsBackToTheClick() throws Exception {
        HttpResponse<String> response =
                TestVisitor.undecided(site).post("/consent", Map.of("choice", "yes", "return", "/?aleid=" + aleid));

        assertThat(response.headers().firstValue("Location")).contains("/?aleid=" + aleid);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("consent=yes; ")
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Lax");
    }

    @Test
    void consent_withdrawn_deletesTheCookies() throws Exception {
        HttpResponse<String> response =
                TestVisitor.agreed(site, aleid).post("/consent", Map.of("choice", "no", "return", "/privacy"));

        assertThat(response.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("consent=no; "))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("_axeid=; ").contains("Max-Age=0"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("_lfid=; ").contains("Max-Age=0"));
    }

    // ---- the operator's pages

    @Test
    void actuator_healthFiguresAndPrometheus_describeTheClient() throws Exception {
        TestVisitor.agreed(site, aleid).get("/");
        Received.of(site, aleid).await(1);

        TestVisitor operator = TestVisitor.undecided(site);
        assertThat(operator.get("/actuator/health").body()).contains("\"leadflux\"", "\"state\":\"UP\"");
        assertThat(operator.get("/actuator/leadflux").body()).contains("\"health\":\"UP\"", "\"submitted\":");
        assertThat(operator.get("/actuator/prometheus").body())
                .contains("leadflux_events_total{event=\"page_view\",outcome=\"accepted\"}")
                .contains("leadflux_request_seconds_bucket");
    }

    @Test
    void operations_itsOwnPage_isNotMeasured() throws Exception {
        TestVisitor visit = TestVisitor.agreed(site, aleid);
        visit.get("/operations");
        visit.get("/actuator/health");
        assertThat(visit.get("/privacy").body()).contains("href=\"/operations\"");

        assertThat(Received.of(site, aleid).await(1).names()).containsExactly(EventName.PAGE_VIEW);
    }

    @ParameterizedTest
    @CsvSource({
        "/operations/fault, fault, EARTHQUAKE",
        "/operations/fault, other, DOWN",
        "/operations/visitors, per-second, 101",
        "/operations/visitors, per-second, -1",
        "/operations/visitors, per-second, many"
    })
    void operations_whatThePanelDoesNotOffer_isRefused(String path, String field, String value) throws Exception {
        assertThat(TestVisitor.undecided(site).post(path, Map.of(field, value)).statusCode())
                .isEqualTo(400);
    }
}
