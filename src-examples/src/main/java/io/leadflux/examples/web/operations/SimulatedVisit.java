package io.leadflux.examples.web.operations;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The visit of a simulated visitor: clicks an ad, reads on, and perhaps sends the form, all with real requests. A few
 * have no user agent, so their events are invalid.
 */
final class SimulatedVisit implements Disposable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<String> BROWSERS = List.of(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                    + "Version/18.6 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
                    + "Mobile Safari/537.36");

    private final ConnectionProvider connections = ConnectionProvider.builder("visitors")
            .maxConnections(Visitors.MAX_AT_ONCE)
            .pendingAcquireMaxCount(Visitors.MAX_AT_ONCE)
            .build();
    private final HttpClient http = HttpClient.create(connections);
    private final IntSupplier port;
    private final RandomGenerator random;

    /** Visits the site at a port of this machine, which is looked up when the first visitor comes. */
    SimulatedVisit(IntSupplier port, RandomGenerator random) {
        this.port = port;
        this.random = random;
    }

    /** One visit per subscription. Cold. Completes on an event loop when the visit is over, even if it failed. */
    Mono<Void> visit() {
        return Mono.defer(() -> {
                    String click = UUID.randomUUID().toString();
                    HttpClient browser = browser(click);
                    Mono<Void> pages = get(browser, "/?aleid=" + click)
                            .then(get(browser, "/how-it-works"))
                            .then(get(browser, "/quote"));
                    return random.nextInt(100) < 30 ? pages.then(send(browser)) : pages;
                })
                .timeout(TIMEOUT)
                .onErrorComplete();
    }

    private HttpClient browser(String click) {
        String agent = random.nextInt(100) < 2 ? "" : BROWSERS.get(random.nextInt(BROWSERS.size()));
        String cookies = "consent=yes; _axeid=" + click + "; _lfid=" + UUID.randomUUID();
        return http.baseUrl("http://127.0.0.1:" + port.getAsInt())
                .headers(headers -> headers.set("Accept", "text/html")
                        .set("Cookie", cookies)
                        .set("User-Agent", agent));
    }

    private static Mono<Void> get(HttpClient browser, String path) {
        return browser.get().uri(path).response().then();
    }

    private static Mono<Void> send(HttpClient browser) {
        return browser.post()
                .uri("/quote")
                .sendForm((request, form) -> form.attr("id", UUID.randomUUID().toString())
                        .attr("name", "A visitor")
                        .attr("email", "visitor@example.com")
                        .attr("phone", "555 010 4477")
                        .attr("bill", "MEDIUM")
                        .attr("agreed", "yes"))
                .response()
                .then();
    }

    @Override
    public void dispose() {
        connections.dispose();
    }
}
