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

/** The site as it is started by the command, asked over HTTP. */
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
    void quote_emptyForm_isAnsweredWithAnErrorForEachField() throws Exception {
        HttpResponse<String> answer = Visit.agreed(site, aleid).post("/quote", Map.of("id", id));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("role=\"alert\"", "href=\"#name\"", "href=\"#email\"", "href=\"#phone\"")
                .contains("href=\"#bill\"", "href=\"#agreed\"", "aria-describedby=\"email-error\"");
    }

    @Test
    void quote_markupInItsFields_comesBackEscaped() throws Exception {
        Map<String, String> form = Visit.form(id);
        form.put("email", "\"><script>alert(1)</script>@x");
        form.put("name", "' onfocus='alert(1)");

        HttpResponse<String> answer = Visit.agreed(site, aleid).post("/quote", form);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("&quot;&gt;&lt;script&gt;", "&#39; onfocus")
                .doesNotContain("<script>");
    }

    @Test
    void quote_formThatIsTooLarge_isRefused() throws Exception {
        Map<String, String> form = Visit.form(id);
        form.put("name", "n".repeat(66_000));

        assertThat(Visit.agreed(site, aleid).post("/quote", form).statusCode()).isEqualTo(413);
    }

    @Test
    void quote_malformedForm_isRefused() throws Exception {
        HttpResponse<String> answer = Visit.agreed(site, aleid).postRaw("/quote", "name=%zz");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void quote_sentTwice_isOneLead() throws Exception {
        Visit visit = Visit.agreed(site, aleid);

        HttpResponse<String> first = visit.post("/quote", Visit.form(id));
        HttpResponse<String> second = visit.post("/quote", Visit.form(id));
        visit.get("/how-it-works");

        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(second.headers().map())
                .containsEntry("Location", first.headers().allValues("Location"));
        assertThat(Received.of(site, aleid).await(2).names())
                .containsExactlyInAnyOrder(EventName.GENERATE_LEAD, EventName.PAGE_VIEW);
    }

    @Test
    void quote_visitorWhoDidNotAgree_isThankedAndNotMeasured() throws Exception {
        HttpResponse<String> answer = Visit.undecided(site).post("/quote?aleid=" + aleid, Visit.form(id));
        HttpResponse<String> thanks = Visit.undecided(site)
                .get(answer.headers().firstValue("Location").orElseThrow());
        String marker = "click-" + UUID.randomUUID();
        Visit.agreed(site, marker).get("/");

        assertThat(thanks.statusCode()).isEqualTo(200);
        assertThat(thanks.body()).doesNotContain("leadflux:");
        assertThat(answer.headers().map()).doesNotContainKey("Set-Cookie");
        assertThat(Received.of(site, marker).await(1).names()).hasSize(1);
        assertThat(Received.of(site, aleid).events()).isEmpty();
    }

    @Test
    void thanks_pageOfALead_hasItsIdForABrowserPixel() throws Exception {
        Visit visit = Visit.agreed(site, aleid);
        visit.post("/quote", Visit.form(id));

        assertThat(visit.get("/thank-you?enquiry=" + id).body())
                .contains("<meta name=\"leadflux:generate_lead\" content=\"" + id + "\">")
                .contains("<meta name=\"leadflux:page_view\"");
    }

    @Test
    void thanks_unknownEnquiry_leadsToTheForm() throws Exception {
        HttpResponse<String> answer = Visit.agreed(site, aleid).get("/thank-you?enquiry=" + id);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/quote");
    }

    // ---- requests of others

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
            HttpResponse<String> answer =
                    Visit.agreed(site, aleid).with(header, value).post(path, Visit.form(id));
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/how-it-works", "/quote", "/privacy", "/operations", "/nowhere", "/assets/site.css"})
    void answer_hasTheHeadersThatProtect(String path) throws Exception {
        HttpResponse<String> answer = Visit.undecided(site).get(path);

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContain(" style=", " onclick=", "<style", "<script>");
    }

    @Test
    void page_thatIsNotThere_saysSoInTheSitesOwnLook() throws Exception {
        HttpResponse<String> answer = Visit.undecided(site).get("/nowhere%3Cscript%3E");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("This page is not here").doesNotContain("<script");
    }

    // ---- consent

    @Test
    void adClick_beforeConsent_setsNoCookieAndCarriesTheClickAlong() throws Exception {
        HttpResponse<String> answer = Visit.undecided(site).get("/?aleid=" + aleid + "&utm=%22%3E");

        assertThat(answer.headers().map()).doesNotContainKey("Set-Cookie");
        assertThat(answer.body())
                .contains("May we measure your visit?")
                .contains("name=\"return\" value=\"/?aleid&#x3D;" + aleid + "&amp;utm&#x3D;%22%3E\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "", "x"})
    void consent_returnToAnotherSite_leadsToTheLandingPage(String target) throws Exception {
        HttpResponse<String> answer = Visit.undecided(site).post("/consent", Map.of("choice", "yes", "return", target));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
    }

    @Test
    void consent_given_isRememberedAndLeadsBackToTheClick() throws Exception {
        HttpResponse<String> answer =
                Visit.undecided(site).post("/consent", Map.of("choice", "yes", "return", "/?aleid=" + aleid));

        assertThat(answer.headers().firstValue("Location")).contains("/?aleid=" + aleid);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("consent=yes; ")
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Lax");
    }

    @Test
    void consent_withdrawn_removesWhatTheBrowserKept() throws Exception {
        HttpResponse<String> answer =
                Visit.agreed(site, aleid).post("/consent", Map.of("choice", "no", "return", "/privacy"));

        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("consent=no; "))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("_axeid=; ").contains("Max-Age=0"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("_lfid=; ").contains("Max-Age=0"));
    }

    // ---- what the operator asks

    @Test
    void actuator_healthFiguresAndPrometheus_tellOfTheClient() throws Exception {
        Visit.agreed(site, aleid).get("/");
        Received.of(site, aleid).await(1);

        Visit operator = Visit.undecided(site);
        assertThat(operator.get("/actuator/health").body()).contains("\"leadflux\"", "\"state\":\"UP\"");
        assertThat(operator.get("/actuator/leadflux").body()).contains("\"health\":\"UP\"", "\"submitted\":");
        assertThat(operator.get("/actuator/prometheus").body())
                .contains("leadflux_events_total{event=\"page_view\",outcome=\"accepted\"}")
                .contains("leadflux_request_seconds_bucket");
    }

    @Test
    void operations_itsOwnPage_isNotMeasured() throws Exception {
        Visit visit = Visit.agreed(site, aleid);
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
        assertThat(Visit.undecided(site).post(path, Map.of(field, value)).statusCode())
                .isEqualTo(400);
    }
}
