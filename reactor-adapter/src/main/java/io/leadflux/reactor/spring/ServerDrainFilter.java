package io.leadflux.reactor.spring;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Counts the requests in progress. While the application stops, each response says {@code Connection: close}; a request
 * that comes after the client has begun to close is refused with 503, since its events could not be sent.
 *
 * <p>First of all filters, so that a request counts until every other filter is done with it.
 */
final class ServerDrainFilter implements WebFilter, Ordered {

    private final ServerDrain drain;

    ServerDrainFilter(ServerDrain drain) {
        this.drain = drain;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> {
            closeConnectionWhenStopping(exchange);
            if (!drain.enter()) {
                exchange.getResponse().setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
                return exchange.getResponse().setComplete();
            }
            return chain.filter(exchange).doFinally(signal -> drain.leave());
        });
    }

    /** A response that opens a WebSocket has its own Connection header. Other upgrades are offers only. */
    private void closeConnectionWhenStopping(ServerWebExchange exchange) {
        if ("websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getFirst(HttpHeaders.UPGRADE))) {
            return;
        }
        ServerHttpResponse response = exchange.getResponse();
        response.beforeCommit(() -> Mono.fromRunnable(() -> {
            if (drain.isStopping()) {
                response.getHeaders().set(HttpHeaders.CONNECTION, "close");
            }
        }));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
