package io.leadflux.reactor.webflux;

import static io.leadflux.reactor.webflux.Visits.AGENT;
import static io.leadflux.reactor.webflux.Visits.CLIENT_ID;
import static io.leadflux.reactor.webflux.Visits.NOW;
import static io.leadflux.reactor.webflux.Visits.address;
import static io.leadflux.reactor.webflux.Visits.attribution;
import static io.leadflux.reactor.webflux.Visits.filter;
import static io.leadflux.reactor.webflux.Visits.get;
import static io.leadflux.reactor.webflux.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventSource;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

final class AttributionWebFilterTest {

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final AttributionWebFilter filter = filter().build();

    // ---- hostile values
    // ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%20",
                "%00",
                "a%0d%0aSet-Cookie:%20x=y",
                "a%0Ab",
                "%ff%fe",
                "%c0%80",
                "%ed%a0%80",
                "jane@example.com",
                "jane%40example.com",
                "jane%2540example.com",
                "+491701234567",
                "%2B49%20170%201234567",
                "098f6bcd4621d373cade4e832627b4f6"
            })
    void filter_hostileQuery_ignoresIt(String value) {
        MockServerWebExchange exchange =
                exchange(URI.create("https://shop.example/?aleid=" + value + "&alart=" + value));
        UserData visitor = attribution(filter, exchange).userData();
        assertThat(visitor.aleid()).isNull();
        assertThat(visitor.alart()).isNull();
        assertThat(exchange.getResponse().getCookies()).doesNotContainKey("_axeid");
        assertThat(exchange.getResponse().getStatusCode()).isNull();
    }

    @Test
    void filter_overlongQuery_ignoresIt() {
        String longest = "x".repeat(1_024);
        assertThat(attribution(filter, exchange("https://shop.example/?aleid=" + longest))
                        .userData()
                        .aleid())
                .isEqualTo(longest);
        MockServerWebExchange exchange = exchange("https://shop.example/?aleid=x" + longest + "&alart=x" + longest);
        UserData visitor = attribution(filter, exchange).userData();
        assertThat(visitor.aleid()).isNull();
        assertThat(visitor.alart()).isNull();
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_lfid");
    }

    @Test
    void filter_longWhenEscaped_ignoresIt() {
        String snowmen = "%E2%98%83".repeat(114);
        assertThat(attribution(filter, exchange(URI.create("https://shop.example/?aleid=" + snowmen)))
                        .userData()
                        .aleid())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a%0d%0aSet-Cookie: jane@example.com",
                "\r\n",
                "\u0000",
                "jane@example.com",
                "jane%40example.com",
                "+49 170 1234567"
            })
    void filter_hostileCookies_ignoresThemAndMakesANewClientId(String value) {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/").cookie(new HttpCookie("_axeid", value), new HttpCookie("_lfid", value)));
        UserData visitor = attribution(filter, exchange).userData();
        assertThat(visitor.aleid()).isNull();
        assertThat(visitor.clientId()).matches(UUID);
        assertThat(cookie(exchange, "_lfid").getValue()).isEqualTo(visitor.clientId());
    }

    @Test
    void filter_overlongCookies_ignoresThem() {
        String value = "x".repeat(1_025);
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/").cookie(new HttpCookie("_axeid", value), new HttpCookie("_lfid", value)));
        UserData visitor = attribution(filter, exchange).userData();
        assertThat(visitor.aleid()).isNull();
        assertThat(visitor.clientId()).matches(UUID);
    }

    @Test
    void filter_duplicates_takesTheLastParameterAndTheFirstCookie() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/?aleid=first&aleid=second&xaleid=no&aleid=jane@example.com&aleid=undefined&aleid=")
                        .cookie(
                                new HttpCookie("_lfid", ""),
                                new HttpCookie("_lfid", CLIENT_ID),
                                new HttpCookie("_lfid", "other")));
        UserData visitor = attribution(filter, exchange).userData();
        assertThat(visitor.aleid()).isEqualTo("second");
        assertThat(visitor.clientId()).isEqualTo(CLIENT_ID);
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_axeid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jane@example.com (curl)", "\u0001\u0085"})
    void filter_hostileUserAgent_ignoresIt(String agent) {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get("https://shop.example/").header("User-Agent", agent));
        assertThat(attribution(filter, exchange).userData().clientUserAgent()).isNull();
    }

    @Test
    void filter_nothingKnown_attributesWithAClientIdAlone() {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/relative"));
        Attribution found = attribution(filter, exchange);
        assertThat(found.eventSourceUrl()).isNull();
        assertThat(found.userData().clientIpAddress()).isNull();
        assertThat(found.userData().clientUserAgent()).isNull();
        assertThat(found.userData().clientId()).matches(UUID);
    }

    @Test
    void filter_unreadableRequest_servesThePageWithoutAttribution() {
        MockServerHttpRequest request = get("https://shop.example/").build();
        MockServerWebExchange exchange = MockServerWebExchange.from(request);
        Mono<Void> served = filter.filter(
                exchange.mutate().request(new Unreadable(request)).build(),
                passed -> Mono.deferContextual(context -> {
                    assertThat(Attribution.from(context)).isEmpty();
                    return passed.getResponse().setComplete();
                }));
        StepVerifier.create(served).verifyComplete();
        assertThat(exchange.getResponse().isCommitted()).isTrue();
    }

    @Test
    void filter_committedResponse_attributesWithoutCookies() {
        MockServerWebExchange exchange = exchange("https://shop.example/?aleid=click");
        exchange.getResponse().setComplete().block(Visits.PATIENCE);
        assertThat(attribution(filter, exchange).userData().aleid()).isEqualTo("click");
        assertThat(exchange.getResponse().getCookies()).isEmpty();
    }

    @Test
    void filter_pageFails_passesItsErrorOn() {
        IllegalStateException failure = new IllegalStateException("page");
        StepVerifier.create(filter.filter(exchange("https://shop.example/"), passed -> Mono.error(failure)))
                .verifyErrorMatches(error -> error == failure);
    }

    // ---- address, site
    // ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "::ffff:192.0.2.7, 192.0.2.7",
        "192.0.2.7, 192.0.2.7",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    })
    void filter_resolvedAddress_normalisesIt(String remote, String expected) {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get("https://shop.example/").remoteAddress(address(remote)));
        assertThat(attribution(filter, exchange).userData().clientIpAddress()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.4, 198.51.100.4",
        "[2001:db8::1], 2001:db8::1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "[::ffff:192.0.2.7], 192.0.2.7",
        "unknown,",
        "_gazonk,",
        "'1.2.3.4, 5.6.7.8',",
        "jane@example.com,",
    })
    void filter_unresolvedAddress_takesLiteralsOnly(String host, String expected) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("https://shop.example/")
                .remoteAddress(InetSocketAddress.createUnresolved(host, 0)));
        assertThat(attribution(filter, exchange).userData().clientIpAddress()).isEqualTo(expected);
    }

    @Test
    void filter_forwardedHeaders_believesTheServerOnly() {
        MockServerWebExchange exchange = MockServerWebExchange.from(get("https://shop.example/")
                .header("X-Forwarded-For", "198.51.100.99")
                .header("Forwarded", "for=198.51.100.99;proto=http;host=evil.example")
                .header("X-Forwarded-Host", "evil.example"));
        Attribution found = attribution(filter, exchange);
        assertThat(found.userData().clientIpAddress()).isEqualTo("203.0.113.7");
        assertThat(found.eventSourceUrl()).isEqualTo("https://shop.example");
    }

    @ParameterizedTest
    @CsvSource({
        "https://jane:secret@Shop.Example:8443/a/b?c=d#e, https://shop.example",
        "http://[2001:db8::1]:8080/, http://[2001:db8::1]",
        "http://my_shop.example/, http://my_shop.example",
        "http://a..b/,",
        "ftp://shop.example/,",
    })
    void filter_anyUrl_keepsSchemeAndHost(String url, String expected) {
        assertThat(attribution(filter, exchange(URI.create(url))).eventSourceUrl())
                .isEqualTo(expected);
    }

    // ---- cookies
    // -----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "https://other.example/, https://other.example",
        "http://shop.example/, http://shop.example",
        "http://a..b/,",
    })
    void filter_anotherSiteThanBefore_givesItsOwnDomain(URI url, String domain) {
        attribution(filter, exchange("https://shop.example/"));
        assertThat(attribution(filter, exchange(url)).eventSourceUrl()).isEqualTo(domain);
        assertThat(attribution(filter, exchange("https://shop.example/")).eventSourceUrl())
                .isEqualTo("https://shop.example");
    }

    @Test
    void filter_click_keepsTheAleidForAYear() {
        MockServerWebExchange exchange = exchange("https://shop.example/?utm=x&aleid=click-1&y");
        assertThat(attribution(filter, exchange).userData().aleid()).isEqualTo("click-1");
        ResponseCookie cookie = cookie(exchange, "_axeid");
        assertThat(cookie.getValue()).isEqualTo("click-1");
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofDays(365));
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
    }

    @Test
    void filter_plainHttp_setsNoSecure() {
        MockServerWebExchange exchange = exchange("http://shop.example/?aleid=click-1");
        visit(filter, exchange);
        assertThat(cookie(exchange, "_axeid").isSecure()).isFalse();
        assertThat(cookie(exchange, "_lfid").isSecure()).isFalse();
    }

    @Test
    void filter_cookieOptions_goIntoEachCookie() {
        AttributionWebFilter special = filter().cookieDomain("shop.example")
                .sameSite(SameSite.NONE)
                .alwaysSecure(true)
                .httpOnly(false)
                .cookieMaxAge(Duration.ofDays(30))
                .alartCookie("_alart")
                .build();
        MockServerWebExchange exchange = exchange("http://www.shop.example/?aleid=click-1&alart=art-1");
        visit(special, exchange);
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_axeid", "_lfid", "_alart");
        exchange.getResponse()
                .getCookies()
                .forEach((name, cookies) -> assertThat(cookies).singleElement().satisfies(cookie -> {
                    assertThat(cookie.getDomain()).isEqualTo("shop.example");
                    assertThat(cookie.getSameSite()).isEqualTo("None");
                    assertThat(cookie.isSecure()).isTrue();
                    assertThat(cookie.isHttpOnly()).isFalse();
                }));
        assertThat(cookie(exchange, "_lfid").getMaxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(cookie(exchange, "_alart").getMaxAge()).isNegative();
    }

    @Test
    void filter_everythingKept_setsNoCookie() {
        MockServerWebExchange exchange = MockServerWebExchange.from(get("https://shop.example/?aleid=click-1")
                .cookie(new HttpCookie("_axeid", "click-1"), new HttpCookie("_lfid", CLIENT_ID)));
        UserData visitor = attribution(filter, exchange).userData();
        assertThat(visitor.aleid()).isEqualTo("click-1");
        assertThat(visitor.clientId()).isEqualTo(CLIENT_ID);
        assertThat(exchange.getResponse().getCookies()).isEmpty();
    }

    @Test
    void filter_cookieAlone_givesTheAleid() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/about").cookie(new HttpCookie("_axeid", "click-1")));
        assertThat(attribution(filter, exchange).userData().aleid()).isEqualTo("click-1");
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_lfid");
    }

    @Test
    void filter_anotherClick_queryWinsAndIsKept() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/?aleid=click-2").cookie(new HttpCookie("_axeid", "click-1")));
        assertThat(attribution(filter, exchange).userData().aleid()).isEqualTo("click-2");
        assertThat(cookie(exchange, "_axeid").getValue()).isEqualTo("click-2");
    }

    @Test
    void filter_unusableQuery_leavesTheKeptAleid() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/?aleid=jane@example.com").cookie(new HttpCookie("_axeid", "click-1")));
        assertThat(attribution(filter, exchange).userData().aleid()).isEqualTo("click-1");
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_lfid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%3Bb%2Cc", "a%20b", "%22quoted%22", "100%25", "%E2%98%83", "a+b/c=="})
    void filter_anyCharacters_comeBackFromTheCookieUnchanged(String raw) {
        MockServerWebExchange landing = exchange(URI.create("https://shop.example/?aleid=" + raw));
        String aleid = attribution(filter, landing).userData().aleid();
        assertThat(aleid).isEqualTo(PercentEncoding.decode(raw));
        MockServerWebExchange later = MockServerWebExchange.from(get("https://shop.example/")
                .cookie(new HttpCookie("_axeid", cookie(landing, "_axeid").getValue())));
        assertThat(attribution(filter, later).userData().aleid()).isEqualTo(aleid);
    }

    @Test
    void filter_cookieWithBrokenEscapes_standsForItself() {
        MockServerWebExchange exchange =
                MockServerWebExchange.from(get("https://shop.example/").cookie(new HttpCookie("_axeid", "100%zz")));
        assertThat(attribution(filter, exchange).userData().aleid()).isEqualTo("100%zz");
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 2", "none, 2", "same-origin, 0", "same-site, 0", ", 0"})
    void filter_entryOfAKnownVisitor_startsTheCookiesTimeAnew(String site, int cookies) {
        MockServerHttpRequest.BaseBuilder<?> request = get("https://shop.example/?aleid=click-1")
                .cookie(new HttpCookie("_axeid", "click-1"), new HttpCookie("_lfid", CLIENT_ID));
        MockServerWebExchange exchange =
                MockServerWebExchange.from(site == null ? request : request.header("Sec-Fetch-Site", site));
        visit(filter, exchange);
        assertThat(exchange.getResponse().getCookies()).hasSize(cookies);
    }

    @Test
    void filter_entryWithoutClick_leavesTheAleidsYear() {
        MockServerWebExchange exchange = MockServerWebExchange.from(get("https://shop.example/")
                .header("Sec-Fetch-Site", "none")
                .cookie(new HttpCookie("_axeid", "click-1"), new HttpCookie("_lfid", CLIENT_ID)));
        visit(filter, exchange);
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_lfid");
        assertThat(cookie(exchange, "_lfid").getValue()).isEqualTo(CLIENT_ID);
    }

    @Test
    void filter_clientIdOfTheSitesOwn_isTakenAndNeverSet() {
        MockServerWebExchange exchange = MockServerWebExchange.from(get("https://shop.example/")
                .header("Sec-Fetch-Site", "none")
                .cookie(new HttpCookie("_lfid", "GA1.1.1234567890.1741784485")));
        assertThat(attribution(filter, exchange).userData().clientId()).isEqualTo("GA1.1.1234567890.1741784485");
        assertThat(exchange.getResponse().getCookies()).isEmpty();
    }

    @Test
    void filter_alartByDefault_isTakenFromTheQueryAndNotKept() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/?alart=art-1").cookie(new HttpCookie("_alart", "art-0")));
        assertThat(attribution(filter, exchange).userData().alart()).isEqualTo("art-1");
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_lfid");
    }

    @Test
    void filter_alartCookie_keepsItForTheSession() {
        AttributionWebFilter keeping = filter().alartCookie("_alart").build();
        MockServerWebExchange later =
                MockServerWebExchange.from(get("https://shop.example/").cookie(new HttpCookie("_alart", "art-1")));
        assertThat(attribution(keeping, later).userData().alart()).isEqualTo("art-1");
        assertThat(later.getResponse().getCookies()).doesNotContainKey("_alart");
        MockServerWebExchange fresh = MockServerWebExchange.from(
                get("https://shop.example/?alart=art-2").cookie(new HttpCookie("_alart", "art-1")));
        assertThat(attribution(keeping, fresh).userData().alart()).isEqualTo("art-2");
        assertThat(cookie(fresh, "_alart").getValue()).isEqualTo("art-2");
    }

    @Test
    void filter_newVisitors_getDifferentClientIds() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(attribution(filter, exchange("https://shop.example/"))
                    .userData()
                    .clientId());
        }
        assertThat(ids)
                .hasSize(1_000)
                .allMatch(id -> id.matches(UUID))
                .allMatch(EventValidator.create()::acceptsIdentifier);
    }

    // ---- which exchanges
    // -------------------------------------------------------------------------------------------------

    @Test
    void filter_completeRequest_attributesAllOfIt() {
        Attribution found = attribution(filter, exchange("https://shop.example/?aleid=click-1&alart=art-1"));
        assertThat(found.eventSourceUrl()).isEqualTo("https://shop.example");
        assertThat(found.time()).isEqualTo(Instant.ofEpochMilli(NOW));
        assertThat(found.userData())
                .isEqualTo(UserData.builder()
                        .clientIpAddress("203.0.113.7")
                        .clientUserAgent(AGENT)
                        .esi(EventSource.WEB)
                        .aleid("click-1")
                        .alart("art-1")
                        .clientId(found.userData().clientId())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app.js", "/css/site.CSS", "/a.b/logo.svg", "/fonts/x.woff2", "/site.webmanifest"})
    void filter_asset_isNotTouched(String path) {
        MockServerWebExchange exchange = exchange("https://shop.example" + path + "?aleid=click-1");
        assertThat(visit(filter, exchange)).isEmpty();
        assertThat(exchange.getResponse().getCookies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/shop, true",
        "/shop/a/b, true",
        "/shop/admin/x, false",
        "/other, false",
        "/shop.js/page, false",
        "/shop/v1.2, true"
    })
    void filter_paths_choosesByPattern(String path, boolean attributed) {
        AttributionWebFilter some = filter().paths("/shop/**", "/landing")
                .exceptPaths("/shop/admin/**")
                .build();
        assertThat(visit(some, exchange("https://shop.example" + path)).isPresent())
                .isEqualTo(attributed);
    }

    @Test
    void filter_formPost_isAttributedToo() {
        MockServerWebExchange exchange =
                MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.POST, "https://shop.example/lead")
                        .cookie(new HttpCookie("_lfid", CLIENT_ID)));
        assertThat(attribution(filter, exchange).userData().clientId()).isEqualTo(CLIENT_ID);
    }

    @Test
    void filter_twiceOnOneExchange_worksOnce() {
        MockServerWebExchange exchange = exchange("https://shop.example/?aleid=click-1");
        AttributionWebFilter inner = filter().clientIdCookie("inner").build();
        filter.filter(
                        exchange,
                        passed ->
                                inner.filter(passed, last -> last.getResponse().setComplete()))
                .block(Visits.PATIENCE);
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_axeid", "_lfid");
    }

    private static MockServerWebExchange exchange(URI uri) {
        return MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.GET, uri));
    }

    private static MockServerWebExchange exchange(String url) {
        return Visits.exchange(url);
    }

    private static ResponseCookie cookie(MockServerWebExchange exchange, String name) {
        ResponseCookie cookie = exchange.getResponse().getCookies().getFirst(name);
        assertThat(cookie).as(name).isNotNull();
        return cookie;
    }
}
