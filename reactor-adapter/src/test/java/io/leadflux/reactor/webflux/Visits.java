package io.leadflux.reactor.webflux;

import io.leadflux.reactor.Watchdog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Requests of one visitor, a clock that stands still, and a page that looks for its attribution. */
final class Visits {

    static final long NOW = 1_741_784_485_001L;
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    static final String CLIENT_ID = "3f0e8b9a-5a53-4e0b-9d6b-2a7d3f1c4e58";
    static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0";
    static final Duration PATIENCE = Watchdog.LIMIT;

    private Visits() {}

    static AttributionWebFilter.Builder filter() {
        return AttributionWebFilter.builder().clock(CLOCK);
    }

    static MockServerHttpRequest.BaseBuilder<?> get(String url) {
        return MockServerHttpRequest.get(url)
                .header(HttpHeaders.ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
                .header(HttpHeaders.USER_AGENT, AGENT)
                .remoteAddress(address("203.0.113.7"));
    }

    static MockServerWebExchange exchange(String url) {
        return MockServerWebExchange.from(get(url));
    }

    static InetSocketAddress address(String literal) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), 40_000);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Runs the exchange through the filter; gives what a page finds in the Context. */
    static Optional<Attribution> visit(AttributionWebFilter filter, MockServerWebExchange exchange) {
        AtomicReference<Optional<Attribution>> found = new AtomicReference<>();
        WebFilterChain page = passed -> Mono.deferContextual(context -> {
            found.set(Attribution.from(context));
            return passed.getResponse().setComplete();
        });
        filter.filter(exchange, page).block(PATIENCE);
        return found.get();
    }

    /** As {@link #visit(AttributionWebFilter, MockServerWebExchange)}, where the page must find an attribution. */
    static Attribution attribution(AttributionWebFilter filter, MockServerWebExchange exchange) {
        return visit(filter, exchange).orElseThrow();
    }
}
