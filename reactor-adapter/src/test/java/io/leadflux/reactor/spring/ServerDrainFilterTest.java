package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

final class ServerDrainFilterTest {

    private static final WebFilterChain PAGE =
            exchange -> exchange.getResponse().setComplete();

    private final ServerDrain drain = new ServerDrain();
    private final ServerDrainFilter filter = new ServerDrainFilter(drain);

    @Test
    void request_afterTheDrain_isRefusedAndItsConnectionCloses() {
        drain.begin();
        drain.drain(Duration.ZERO).block(Leads.PATIENCE);
        MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/"));
        filter.filter(exchange, PAGE).block(Leads.PATIENCE);
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(connection(exchange)).isEqualTo("close");
    }

    @Test
    void request_thatFails_countsNoLonger() {
        StepVerifier.create(filter.filter(
                        exchange(MockServerHttpRequest.get("/")),
                        page -> Mono.error(new IllegalStateException("broken"))))
                .verifyErrorMessage("broken");
        assertThat(drain.drain(Duration.ZERO).block(Leads.PATIENCE)).isZero();
    }

    @Test
    void request_thatIsCancelled_countsNoLonger() {
        Disposable visit = filter.filter(exchange(MockServerHttpRequest.get("/")), page -> Mono.never())
                .subscribe();
        visit.dispose();
        assertThat(drain.drain(Duration.ZERO).block(Leads.PATIENCE)).isZero();
    }

    @Test
    void response_ofARequestThatCameBeforeTheStop_closesTheConnectionToo() {
        Sinks.Empty<Void> slow = Sinks.empty();
        MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/"));
        Disposable visit = filter.filter(
                        exchange, page -> slow.asMono().then(page.getResponse().setComplete()))
                .subscribe();
        drain.begin();
        slow.tryEmitEmpty();
        assertThat(visit.isDisposed()).isTrue();
        assertThat(connection(exchange)).isEqualTo("close");
        assertThat(exchange.getResponse().getStatusCode()).isNull();
    }

    @Test
    void response_thatOpensAWebSocket_keepsItsHeader() {
        drain.begin();
        MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/socket")
                .header("Connection", "Upgrade")
                .header("Upgrade", "WebSocket"));
        filter.filter(exchange, PAGE).block(Leads.PATIENCE);
        assertThat(connection(exchange)).isNull();
    }

    @Test
    void response_toAClientThatOffersHttp2_closesTheConnection() {
        drain.begin();
        MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/").header("Upgrade", "h2c"));
        filter.filter(exchange, PAGE).block(Leads.PATIENCE);
        assertThat(connection(exchange)).isEqualTo("close");
    }

    @Test
    void response_beforeTheStop_leavesTheConnectionAlone() {
        MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/"));
        filter.filter(exchange, PAGE).block(Leads.PATIENCE);
        assertThat(connection(exchange)).isNull();
    }

    @Test
    void order_isBeforeEveryOtherFilter() {
        assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
    }

    private static String connection(MockServerWebExchange exchange) {
        return exchange.getResponse().getHeaders().getFirst("Connection");
    }

    private static MockServerWebExchange exchange(MockServerHttpRequest.BaseBuilder<?> request) {
        return MockServerWebExchange.from(request.build());
    }
}
