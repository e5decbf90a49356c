package io.leadflux.reactor.webflux;

import static io.leadflux.reactor.webflux.RawSite.cookies;
import static io.leadflux.reactor.webflux.Visits.CLIENT_ID;
import static io.leadflux.reactor.webflux.Visits.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import reactor.netty.http.server.HttpServer;

/** What clients send, as bytes to a real server. */
final class HostileInputTest {

    private static final String MD5 = "098f6bcd4621d373cade4e832627b4f6";

    private final EventValidator validator =
            EventValidator.builder().clock(Visits.CLOCK).build();

    // ---- letters beyond ASCII
    // -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Linux) [FBAN/FB4A;FBCR/\u041c\u0435\u0433\u0430\u0424\u043e\u043d]",
                "Mozilla/5.0 [FBCR/\u4e2d\u56fd\u79fb\u52a8]",
                "App/1.0 caf\u00e9 \ud83d\ude00"
            })
    void userAgent_utf8_isDecodedAndTheLeadValid(String agent) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            site.visit("/", "User-Agent: " + agent);
            assertThat(site.attribution().userData().clientUserAgent()).isEqualTo(agent);
            assertThat(violations(site)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Agent/1 caf\u00e9', 'Agent/1 caf\u00e9'",
        "'Agent/1 \u0085\u009fx', 'Agent/1 x'",
        "'Agent/1 \u00d0\u009c\u00d0', 'Agent/1 \u041c\u00d0'",
        "'Agent\t1', 'Agent 1'"
    })
    void userAgent_otherBytes_loseTheirControls(String bytes, String agent) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            site.askBytes("GET / HTTP/1.1", "Host: shop.example", "Accept: text/html", "User-Agent: " + bytes);
            assertThat(site.attribution().userData().clientUserAgent()).isEqualTo(agent);
            assertThat(violations(site)).isEmpty();
        }
    }

    @Test
    void userAgent_tooLong_isCutBetweenCharacters() throws IOException {
        String long1 = "x".repeat(2_047) + "\ud83d\ude00" + "y".repeat(2_000);
        try (RawSite site = RawSite.of(filter())) {
            site.visit("/", "User-Agent: " + long1);
            assertThat(site.attribution().userData().clientUserAgent()).isEqualTo("x".repeat(2_047));
            assertThat(violations(site)).isEmpty();
        }
    }

    @Test
    void userAgent_shorterLimit_isCutToIt() throws IOException {
        EventValidator narrow = EventValidator.builder().maxStringLength(100).build();
        try (RawSite site = RawSite.of(filter().validator(narrow))) {
            site.visit("/", "User-Agent: " + "x".repeat(101));
            assertThat(site.attribution().userData().clientUserAgent()).isEqualTo("x".repeat(100));
        }
    }

    @Test
    void cookies_utf8_areDecoded() throws IOException {
        try (RawSite site = RawSite.of(filter().clientIdCookie("visitor").alartCookie("_alart"))) {
            String response =
                    site.visit("/", "Cookie: a=b; visitor=zo\u00eb-\u041c\u0424; _axeid=\u041c1; _alart=\"a,b\"");
            UserData visitor = site.attribution().userData();
            assertThat(visitor.clientId()).isEqualTo("zo\u00eb-\u041c\u0424");
            assertThat(visitor.aleid()).isEqualTo("\u041c1");
            assertThat(visitor.alart()).isEqualTo("a,b");
            assertThat(cookies(response)).isEmpty();
        }
    }

    @Test
    void cookies_controlCharacters_areDropped() throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            site.askBytes("GET / HTTP/1.1", "Host: shop.example", "Cookie: _axeid=click\u0085-1; _lfid=" + CLIENT_ID);
            assertThat(site.attribution().userData().aleid()).isEqualTo("click-1");
            assertThat(site.attribution().userData().clientId()).isEqualTo(CLIENT_ID);
        }
    }

    @Test
    void forwardedHost_utf8_isDecodedAndConverted() throws IOException {
        try (RawSite site = forwarded()) {
            site.visit("/", "X-Forwarded-Host: m\u00fcnchen.example", "X-Forwarded-Proto: https");
            assertThat(site.attribution().eventSourceUrl()).isEqualTo("https://xn--mnchen-3ya.example");
        }
    }

    // ---- addresses
    // ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"2001:DB8:0:0:0:0:0:7", "[2001:db8::0007]", "[2001:db8:0:0::7]:443", "2001:db8::7"})
    void address_byTheFramework_isRfc5952(String address) throws IOException {
        try (RawSite site = forwarded()) {
            site.visit("/", "X-Forwarded-For: " + address);
            assertThat(site.attribution().userData().clientIpAddress()).isEqualTo("2001:db8::7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:DB8:0:0:0:0:0:7", "[2001:db8::0007]", "[2001:db8:0:0::7]:443"})
    void address_byTheServer_isRfc5952(String address) throws IOException {
        try (RawSite site = RawSite.of(
                filter(), UnaryOperator.identity(), http -> http.forwarded(true), InetAddress.getLoopbackAddress())) {
            site.visit("/", "X-Forwarded-For: " + address);
            assertThat(site.attribution().userData().clientIpAddress()).isEqualTo("2001:db8::7");
        }
    }

    @Test
    void address_ofTheSocket_isRfc5952() throws IOException {
        InetAddress loopback = Visits.address("::1").getAddress();
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(loopback, 0));
        } catch (IOException e) {
            Assumptions.abort("no IPv6 here");
        }
        try (RawSite site =
                RawSite.of(filter(), UnaryOperator.identity(), UnaryOperator.<HttpServer>identity(), loopback)) {
            site.visit("/");
            assertThat(site.attribution().userData().clientIpAddress()).isEqualTo("::1");
        }
    }

    // ---- a vendor's cookie
    // --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {MD5, "undefined", "jane@example.com", "{{id}}", "\"\""})
    void vendorCookie_unusable_isLeftAloneAndOursIsBesideIt(String value) throws IOException {
        try (RawSite site = RawSite.of(filter().clientIdCookie("hubspotutk"))) {
            String response = site.visit("/", "Cookie: hubspotutk=" + value, "Sec-Fetch-Site: none");
            assertThat(cookies(response)).containsExactly("_lfid");
            String own = site.attribution().userData().clientId();
            assertThat(response).contains("_lfid=" + own + ";");

            String later = site.visit("/", "Cookie: hubspotutk=" + value + "; _lfid=" + own);
            assertThat(cookies(later)).isEmpty();
            assertThat(site.attribution().userData().clientId()).isEqualTo(own);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT_ID, "098f6bcd4621437380de4e832627b4f6", "GA1.1.1234567890.1741784485"})
    void vendorCookie_usable_isTheClientIdAndNeverWritten(String value) throws IOException {
        try (RawSite site = RawSite.of(filter().clientIdCookie("vendor"))) {
            String response = site.visit("/", "Cookie: vendor=" + value, "Sec-Fetch-Site: none");
            assertThat(site.attribution().userData().clientId()).isEqualTo(value);
            assertThat(cookies(response)).isEmpty();
        }
    }

    @Test
    void vendorCookie_missing_isNotMade() throws IOException {
        try (RawSite site = RawSite.of(filter().clientIdCookie("vendor"))) {
            assertThat(cookies(site.visit("/"))).containsExactly("_lfid");
        }
    }

    @Test
    void vendorCookie_unusable_isLoggedOnceWithoutTheValue() throws IOException {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                synchronized (records) {
                    records.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(AttributionWebFilter.class.getName());
        logger.addHandler(handler);
        try (RawSite site = RawSite.of(filter().clientIdCookie("hubspotutk"))) {
            for (int i = 0; i < 3; i++) {
                site.visit("/", "Cookie: hubspotutk=" + MD5);
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage())
                        .contains("hubspotutk", "_lfid")
                        .doesNotContain(MD5));
    }

    @Test
    void alartCookie_named_lfid_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        filter().clientIdCookie("vendor").alartCookie("_lfid").build())
                .withMessageContaining("_lfid");
    }

    // ---- macros
    // -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "null",
                "%7Baleid%7D",
                "%7B%7Baleid%7D%7D",
                "%25aleid%25",
                "%25%25ALEID%25%25",
                "[aleid]",
                "%5Baleid%5D",
                "__ALEID__",
                "$%7Baleid%7D"
            })
    void macro_inTheLink_neverReplacesAGoodClick(String macro) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = site.visit(
                    "/?aleid=" + macro, "Cookie: _axeid=click-1; _lfid=" + CLIENT_ID, "Sec-Fetch-Site: none");
            assertThat(response).startsWith("HTTP/1.1 200");
            assertThat(site.attribution().userData().aleid()).isEqualTo("click-1");
            assertThat(cookies(response)).containsExactly("_lfid");
        }
    }

    /** Spring answers these with 400, since Java's URI cannot hold them, and no filter sees them. */
    @ParameterizedTest
    @ValueSource(strings = {"%aleid%", "{aleid}", "<aleid>"})
    void macro_thatIsNoUri_setsNothing(String macro) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = site.visit("/?aleid=" + macro, "Cookie: _axeid=click-1; _lfid=" + CLIENT_ID);
            assertThat(cookies(response)).isEmpty();
            assertThat(response).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/?aleid=click-1&aleid=click-2, click-2",
        "/?aleid=click-1&aleid=undefined, click-1",
        "/?aleid=click-1&aleid=%7Baleid%7D&aleid=, click-1",
        "/?aleid=jane@example.com&aleid=click-2, click-2",
        "/?utm=x&amp;aleid=click-1, click-1",
        "/?utm=x&amp;amp;aleid=click-1, click-1",
        "/?amp;aleid=click-1, click-1",
        "/?aleid=click-1&amp;aleid=click-2, click-2"
    })
    void aleid_severalTimesOrEscaped_isTheLastUsable(String path, String aleid) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            String response = site.visit(path);
            assertThat(site.attribution().userData().aleid()).isEqualTo(aleid);
            assertThat(response).contains("_axeid=" + aleid + ";");
        }
    }

    @Test
    void macro_keptInTheCookie_isNoClick() throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            site.visit("/", "Cookie: _axeid=%7Baleid%7D; _lfid=undefined");
            assertThat(site.attribution().userData().aleid()).isNull();
            assertThat(site.attribution().userData().clientId()).isNotEqualTo("undefined");
        }
    }

    // ---- hosts
    // --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example, http://www.shop.example",
        "Host: 127.0.0.1:8080, http://www.shop.example",
        "Host: a..b, http://www.shop.example",
        "Host: 0x7f000001, http://www.shop.example",
        "Host: PAY.Shop.example.:8443, http://pay.shop.example",
        "Host: www.shop.example, http://www.shop.example",
        "X-No-Host: x, http://www.shop.example",
    })
    void host_notTheSites_isNotUsed(String header, String url) throws IOException {
        try (RawSite site = RawSite.of(filter().hosts("WWW.shop.example.", "pay.shop.example"))) {
            site.ask("GET / HTTP/1.0", header, "Accept: text/html");
            assertThat(site.attribution().eventSourceUrl()).isEqualTo(url);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example., http://shop.example",
        "shop.example:443, http://shop.example",
        "xn--strae-oqa.example, http://xn--strae-oqa.example",
        "0x7f000001,",
        "xn--zzzzzzzz9999.example,",
        "shop.example..,",
    })
    void host_anyOfThem_isJudgedAsByTheValidator(String host, String url) throws IOException {
        try (RawSite site = RawSite.of(filter())) {
            site.ask("GET / HTTP/1.1", "Host: " + host, "Accept: text/html", "User-Agent: agent");
            assertThat(site.attribution().eventSourceUrl()).isEqualTo(url);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://shop.example",
                "shop.example:8080",
                "shop.example/",
                "a..b",
                "u@a",
                "[::1",
                "0x7f"
            })
    void hosts_malformed_areRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> filter().hosts("shop.example", host))
                .withMessageStartingWith("hosts must be host names");
    }

    @Test
    void hosts_international_areTheirAsciiForm() {
        AttributionWebFilter filter =
                filter().hosts("stra\u00dfe.example", "[2001:DB8::7]").build();
        assertThat(site(filter, "https://xn--strae-oqa.example/")).isEqualTo("https://xn--strae-oqa.example");
        assertThat(site(filter, "https://[2001:db8::7]:8443/")).isEqualTo("https://[2001:db8::7]");
        assertThat(site(filter, "https://strasse.example/")).isEqualTo("https://xn--strae-oqa.example");
    }

    private static String site(AttributionWebFilter filter, String url) {
        return Visits.attribution(filter, MockServerWebExchange.from(MockServerHttpRequest.get(url)))
                .eventSourceUrl();
    }

    private List<?> violations(RawSite site) {
        ServerEvent lead = site.attribution().lead("USD", 20).build();
        return validator.validate(lead);
    }

    private static RawSite forwarded() {
        return RawSite.of(
                filter(),
                builder -> builder.forwardedHeaderTransformer(new ForwardedHeaderTransformer()),
                UnaryOperator.identity(),
                InetAddress.getLoopbackAddress());
    }
}
