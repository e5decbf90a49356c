package io.leadflux.reactor.webflux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The filter in a real server, spoken to byte by byte. BlockHound watches its threads. */
final class AttributionServerTest {

    private final CompletableFuture<ServerEvent> pageView = new CompletableFuture<>();
    private final Queue<ServerEvent> leads = new ConcurrentLinkedQueue<>();
    private final EventValidator validator = EventValidator.create();
    private DisposableServer server;

    @BeforeEach
    void start() {
        AttributionWebFilter filter = AttributionWebFilter.builder()
                .automaticPageViews(pageView::complete)
                .build();
        HttpHandler handler = WebHttpHandlerBuilder.webHandler(RouterFunctions.toWebHandler(
                        site(), HandlerStrategies.builder().build()))
                .filter(filter)
                .forwardedHeaderTransformer(new ForwardedHeaderTransformer())
                .build();
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow(Visits.PATIENCE);
    }

    private RouterFunction<ServerResponse> site() {
        return RouterFunctions.route(
                        path("/"),
                        request -> Mono.deferContextual(context -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_HTML)
                                .bodyValue(Attribution.from(context)
                                        .map(found -> PixelPairing.metaTag(
                                                found.pageView().build()))
                                        .orElse("none"))))
                .andRoute(
                        POST("/lead"),
                        request -> Mono.deferContextual(context -> {
                            Attribution.from(context)
                                    .map(found -> found.lead("USD", 20).build())
                                    .ifPresent(leads::add);
                            return ServerResponse.noContent().build();
                        }));
    }

    @AfterEach
    void stop() {
        server.disposeNow(Visits.PATIENCE);
    }

    // ---- hostile requests
    // -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aleid=a%0d%0aSet-Cookie:%20injected=1",
                "aleid=%00",
                "aleid=jane%40example.com",
                "aleid=%ff",
                "alart=%E2%80%A8%0a",
                "aleid=a;%20Domain=evil.example&aleid=%0a"
            })
    void server_hostileQuery_servesThePageAndReflectsNothing(String query) throws IOException {
        String response = ask("GET /?" + query + " HTTP/1.1", "Host: shop.example", "Accept: text/html");
        assertThat(response).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("injected", "jane", "; domain");
        assertThat(response.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie:")))
                .allMatch(line ->
                        line.matches("(?i)set-cookie: (_lfid=[0-9a-f-]{36}|_axeid=a%3B%20Domain=evil.example);.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: _axeid",
                "Cookie: =;;;=;_axeid==;",
                "Cookie: _axeid=\"\"; _lfid=\"",
                "Cookie: _axeid=\u00e4\u00f6; _lfid=\u0001",
                "Cookie: _lfid=jane@example.com; _axeid=jane%40example.com",
                "Accept: ;;;/,,q=x",
                "User-Agent: \u0001jane@example.com",
                "X-Forwarded-For: unknown, 1.2.3.4:x",
                "X-Forwarded-For: jane@example.com",
                "X-Forwarded-Host: a b",
                "Forwarded: for=_secret;host=\"a..b\"",
                "Sec-Fetch-Site: \u00ff"
            })
    void server_hostileHeader_neverResponds500(String header) throws IOException {
        String response = ask("GET /?aleid=click-1 HTTP/1.1", "Host: shop.example", header);
        assertThat(response).doesNotContain("jane").doesNotStartWith("HTTP/1.1 5");
    }

    @Test
    void server_noiseInEveryPlace_neverResponds500() throws IOException {
        long seed = 815;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            String response = ask(
                    "GET /?aleid=" + noise(random, true) + "&alart=" + noise(random, true) + " HTTP/1.1",
                    "Host: shop.example",
                    "Cookie: _axeid=" + noise(random, false) + "; _lfid=" + noise(random, false),
                    "User-Agent: " + noise(random, false));
            assertThat(response).as("seed %d, turn %d", seed, i).matches("(?s)HTTP/1.1 (200|400).*");
        }
    }

    private static String noise(Random random, boolean url) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            int c = random.nextInt(0x20, 0x100);
            boolean plain = Character.isLetterOrDigit(c) && c < 0x7f;
            noise.append(url && !plain ? "%" + Integer.toHexString(c) : String.valueOf((char) c));
        }
        return noise.toString();
    }

    @Test
    void server_noHost_servesThePage() throws IOException {
        assertThat(ask("GET /?aleid=click-1 HTTP/1.0", "Accept: text/html", "User-Agent: agent"))
                .contains(" 200 ");
        assertThat(firstPageView().userData().clientUserAgent()).isEqualTo("agent");
    }

    // ---- the way of a visitor
    // -------------------------------------------------------------------------------------------

    @Test
    void server_clickThenLead_carryTheSameVisitor() throws IOException {
        String landing =
                ask("GET /?aleid=click-1 HTTP/1.1", "Host: shop.example", "Accept: text/html", "User-Agent: agent");
        ServerEvent pageView = firstPageView();
        String clientId = pageView.userData().clientId();
        assertThat(landing)
                .contains("content=\"" + pageView.dedupeId() + "\"")
                .containsPattern(
                        "(?i)set-cookie: _axeid=click-1; Max-Age=31536000; Expires=[^;]+; Path=/; HttpOnly; SameSite=Lax")
                .containsIgnoringCase("set-cookie: _lfid=" + clientId + ";");

        String thanks = ask(
                "POST /lead HTTP/1.1",
                "Host: shop.example",
                "User-Agent: agent",
                "Content-Length: 0",
                "Cookie: _axeid=click-1; _lfid=" + clientId);
        assertThat(thanks).startsWith("HTTP/1.1 204").doesNotContainIgnoringCase("set-cookie");
        ServerEvent lead = leads.element();
        assertThat(lead.userData()).isEqualTo(pageView.userData());
        assertThat(lead.userData().clientIpAddress()).isEqualTo("127.0.0.1");
        assertThat(validator.validate(pageView)).isEmpty();
        assertThat(validator.validate(lead)).isEmpty();
    }

    @Test
    void server_forwardedHeaders_areTakenAsTheServerIsSet() throws IOException {
        String response = ask(
                "GET /?aleid=click-1 HTTP/1.1",
                "Host: internal",
                "Accept: text/html",
                "User-Agent: agent",
                "X-Forwarded-For: 198.51.100.9, 10.0.0.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: Shop.Example");
        assertThat(response).containsPattern("(?i)set-cookie: _axeid=click-1;.*; Secure;");
        ServerEvent pageView = firstPageView();
        assertThat(pageView.userData().clientIpAddress()).isEqualTo("198.51.100.9");
        assertThat(pageView.eventSourceUrl()).isEqualTo("https://shop.example");
    }

    @Test
    void server_head_isNoPageView() throws IOException {
        assertThat(ask("HEAD / HTTP/1.1", "Host: shop.example", "Accept: text/html", "User-Agent: bot"))
                .startsWith("HTTP/1.1 200");
        ask("GET / HTTP/1.1", "Host: shop.example", "Accept: text/html", "User-Agent: agent");
        assertThat(firstPageView().userData().clientUserAgent()).isEqualTo("agent");
    }

    @Test
    void blockHound_here_isOnWatch() {
        assertThatThrownBy(() -> Mono.fromRunnable(AttributionServerTest::block)
                        .subscribeOn(Schedulers.parallel())
                        .block(Visits.PATIENCE))
                .hasCauseInstanceOf(BlockingOperationError.class);
    }

    @SuppressWarnings("ThreadSleep")
    private static void block() {
        try {
            Thread.sleep(0, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The event is offered when the response is complete.
    private ServerEvent firstPageView() {
        return Mono.fromFuture(pageView).block(Visits.PATIENCE);
    }

    private String ask(String... lines) throws IOException {
        String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) Visits.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
