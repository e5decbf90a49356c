package io.leadflux.reactor.webflux;

import static io.leadflux.reactor.webflux.RawSite.cookies;
import static io.leadflux.reactor.webflux.Visits.CLIENT_ID;
import static io.leadflux.reactor.webflux.Visits.filter;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.WebHandler;

/** Which responses of a real server carry cookies, and what becomes of their caching. */
final class CookieServingTest {

    private static final String NAVIGATION = "Sec-Fetch-Mode: navigate";
    private static final String CROSS_SITE = "Sec-Fetch-Site: cross-site";

    // ---- requests
    // -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: application/json",
                "Accept: text/event-stream",
                "Accept: */*",
                "Accept: text/html, */*; q=0.01|X-Requested-With: XMLHttpRequest",
                "Accept: text/html|Sec-Fetch-Mode: cors",
                "Accept: text/html|Sec-Fetch-Mode: no-cors",
                "Accept: text/html|Sec-Fetch-Mode: same-origin",
                "Accept: text/html|Sec-Fetch-Dest: empty",
                "X-None: x"
            })
    void request_noNavigation_getsNoCookies(String headers) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            assertThat(cookies(get(site, "/", headers))).isEmpty();
            assertThat(site.attribution().userData().clientId()).isNotBlank();
            assertThat(cookies(get(site, "/?aleid=click-1", headers))).containsExactly("_axeid", "_lfid");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: text/html",
                "Accept: text/html|Sec-Fetch-Mode: navigate",
                "Accept: */*|Sec-Fetch-Mode: navigate",
                "Accept: text/html|Sec-Fetch-Dest: iframe",
                "Accept: text/html|Sec-Fetch-Mode: navigate|Sec-Fetch-Site: cross-site"
            })
    void request_navigation_getsCookies(String headers) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            assertThat(cookies(get(site, "/", headers))).containsExactly("_lfid");
        }
    }

    @Test
    void request_formPost_getsCookies() throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = site.ask(
                    "POST /lead HTTP/1.1", "Host: shop.example", "Accept: text/html", NAVIGATION, "Content-Length: 0");
            assertThat(cookies(response)).containsExactly("_lfid");
        }
    }

    @Test
    void request_preflight_getsNoCookies() throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = site.ask(
                    "OPTIONS /?aleid=click-1 HTTP/1.1",
                    "Host: shop.example",
                    "Origin: https://other.example",
                    "Access-Control-Request-Method: POST");
            assertThat(cookies(response)).isEmpty();
        }
    }

    @Test
    void request_embeddedByAnotherSite_getsNoCookies() throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = get(site, "/?aleid=click-1", "Sec-Fetch-Mode: no-cors|" + CROSS_SITE);
            assertThat(cookies(response)).isEmpty();
        }
    }

    // ---- responses
    // ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/vnd.spring-boot.actuator.v3+json",
                "text/event-stream",
                "text/plain",
                "application/pdf"
            })
    void response_noPage_getsNoCookies(String type) throws IOException {
        try (RawSite site = RawSite.of(filter(), page(200, "Content-Type", type))) {
            assertThat(cookies(site.visit("/", NAVIGATION))).isEmpty();
            assertThat(cookies(site.visit("/?aleid=click-1", NAVIGATION))).containsExactly("_axeid", "_lfid");
        }
    }

    @ParameterizedTest
    @CsvSource({"403, Sec-Fetch-Site: cross-site", "404, Origin: https://other.example", "500, Origin: null"})
    void response_errorOfAnotherOrigin_getsNoCookies(int status, String origin) throws IOException {
        try (RawSite site = RawSite.of(filter(), page(status, "Content-Type", "text/html"))) {
            assertThat(cookies(site.visit("/", origin))).isEmpty();
            assertThat(cookies(get(site, "/?aleid=click-1", "Accept: application/json|" + origin)))
                    .isEmpty();
        }
    }

    @Test
    void response_errorAfterAClick_keepsTheClick() throws IOException {
        try (RawSite site = RawSite.of(filter(), page(404, "Content-Type", "text/html"))) {
            assertThat(cookies(site.visit("/?aleid=click-1", NAVIGATION, CROSS_SITE)))
                    .containsExactly("_axeid", "_lfid");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404})
    void response_ofTheSiteItself_getsCookies(int status) throws IOException {
        try (RawSite site = RawSite.of(filter(), page(status, "Location", "/login"))) {
            assertThat(cookies(site.visit("/", NAVIGATION, "Sec-Fetch-Site: none")))
                    .containsExactly("_lfid");
        }
    }

    @Test
    void response_withTheCookieAlready_isNotOverruled() throws IOException {
        WebHandler withdrawal = exchange -> {
            exchange.getResponse()
                    .addCookie(ResponseCookie.from("_lfid", "").maxAge(0).build());
            return RawSite.html(exchange);
        };
        try (RawSite site = RawSite.of(filter(), withdrawal)) {
            String response = site.visit("/", "Cookie: _lfid=" + CLIENT_ID, "Sec-Fetch-Site: none");
            assertThat(cookies(response)).containsExactly("_lfid");
            assertThat(response).doesNotContain(CLIENT_ID);
        }
    }

    // ---- caching
    // ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public, max-age=60 | max-age=60, private",
                "max-age=60 | max-age=60, private",
                "s-maxage=600,max-age=0 | max-age=0, private",
                "PUBLIC | private",
                "no-cache | no-cache, private",
                "private=\"a, public\", max-age=1 | max-age=1, private"
            })
    void page_sharedCachesMayKeep_becomesPrivateWithItsCookies(String given, String sent) throws IOException {
        try (RawSite site = RawSite.of(filter(), page(200, "Cache-Control", given))) {
            String response = site.visit("/");
            assertThat(cookies(response)).containsExactly("_lfid");
            assertThat(header(response, "Cache-Control")).isEqualTo(sent);
            String known = site.visit("/", "Cookie: _lfid=" + CLIENT_ID);
            assertThat(cookies(known)).isEmpty();
            assertThat(header(known, "Cache-Control")).isEqualTo(given);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "no-store", "no-cache, no-store, max-age=0", "PRIVATE, max-age=60"})
    void page_thatIsPrivate_isLeftAsItIs(String given) throws IOException {
        try (RawSite site = RawSite.of(filter(), page(200, "Cache-Control", given))) {
            String response = site.visit("/");
            assertThat(cookies(response)).containsExactly("_lfid");
            assertThat(header(response, "Cache-Control")).isEqualTo(given);
        }
    }

    @Test
    void page_thatSaysNothing_isLeftToOthers() throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = site.visit("/");
            assertThat(cookies(response)).containsExactly("_lfid");
            assertThat(header(response, "Cache-Control")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CDN-Cache-Control", "Surrogate-Control"})
    void page_forACdn_isNotStoredThere(String name) throws IOException {
        try (RawSite site = RawSite.of(filter(), page(200, name, "max-age=600"))) {
            String response = site.visit("/");
            assertThat(header(response, name)).isEqualTo("no-store");
            assertThat(header(response, "Cache-Control")).isEqualTo("private");
        }
    }

    @Test
    void page_thatExpires_becomesPrivate() throws IOException {
        try (RawSite site = RawSite.of(filter(), page(200, "Expires", "Thu, 31 Dec 2099 00:00:00 GMT"))) {
            assertThat(header(site.visit("/"), "Cache-Control")).isEqualTo("private");
        }
    }

    @Test
    void page_sharedCachesMayKeep_getsNoCookiesOnDemand() throws IOException {
        WebHandler page = page(200, "Cache-Control", "public, max-age=60");
        try (RawSite site = RawSite.of(filter().cookiesOnCacheable(false), page)) {
            String response = site.visit("/?aleid=click-1");
            assertThat(cookies(response)).isEmpty();
            assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=60");
            assertThat(site.attribution().userData().aleid()).isEqualTo("click-1");
        }
    }

    @Test
    void page_revalidated_getsItsCookiesPrivately() throws IOException {
        try (RawSite site = RawSite.of(filter(), page(304, "Cache-Control", "public, no-cache"))) {
            String response = site.visit("/", "If-None-Match: \"1\"");
            assertThat(response).startsWith("HTTP/1.1 304");
            assertThat(cookies(response)).containsExactly("_lfid");
            assertThat(header(response, "Cache-Control")).isEqualTo("no-cache, private");
        }
    }

    // ---- consent, and which exchanges
    // ---------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "consent=no, false",
        "consent=YES, false",
        "consent=yes, true",
        "consent=\"yes\", true",
        "'consent=yes; consent=no', false",
        "'consent=yes; consent=yes', true",
        "xconsent=yes, false",
    })
    void consentCookie_decides(String cookie, boolean given) throws IOException {
        try (RawSite site = RawSite.of(filter().consent(ConsentPolicy.cookie("consent", "yes")))) {
            assertThat(cookies(site.visit("/", "Cookie: " + cookie)).isEmpty()).isNotEqualTo(given);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ads,statistics", "ads%2Cstatistics", "ads%2cstatistics"})
    void consentCookie_asItIsOrEscaped_isRead(String value) throws IOException {
        try (RawSite site = RawSite.of(filter().consent(ConsentPolicy.cookie("choice", "ads,statistics")))) {
            assertThat(cookies(site.visit("/", "Cookie: a=b; choice=" + value))).containsExactly("_lfid");
        }
    }

    @Test
    void globalPrivacyControl_onDemand_isANo() throws IOException {
        try (RawSite site = RawSite.of(filter().globalPrivacyControl(true))) {
            assertThat(cookies(site.visit("/?aleid=click-1", "Sec-GPC: 1"))).isEmpty();
            assertThat(cookies(site.visit("/?aleid=click-1", "Sec-GPC: 0"))).hasSize(2);
        }
        try (RawSite site = RawSite.of(filter())) {
            assertThat(cookies(site.visit("/?aleid=click-1", "Sec-GPC: 1"))).hasSize(2);
        }
    }

    @Test
    void onlyFor_others_areNotTouched() throws IOException {
        try (RawSite site = RawSite.of(filter().onlyFor(exchange -> {
            if (exchange.getRequest().getPath().value().equals("/broken")) {
                throw new IllegalStateException("the site's own bug");
            }
            return exchange.getRequest().getPath().value().equals("/mine");
        }))) {
            assertThat(cookies(site.visit("/other?aleid=click-1"))).isEmpty();
            assertThat(site.visit("/broken?aleid=click-1")).startsWith("HTTP/1.1 200");
            assertThat(cookies(site.visit("/mine?aleid=click-1"))).hasSize(2);
        }
    }

    private static WebHandler page(int status, String header, String value) {
        return exchange -> {
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(HttpStatusCode.valueOf(status));
            response.getHeaders().set(header, value);
            return response.setComplete();
        };
    }

    private static String get(RawSite site, String path, String headers) throws IOException {
        return site.ask(("GET " + path + " HTTP/1.1|Host: shop.example|" + headers).split("\\|", -1));
    }

    private static String header(String response, String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ':';
        return response.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse(null);
    }
}
