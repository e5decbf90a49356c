package io.leadflux.reactor.webflux;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The cookies that a browser lacks, until the response is about to be sent and shows whether they serve.
 *
 * <p>For one exchange; not thread-safe.
 */
final class NewCookies {

    private final List<ResponseCookie> cookies = new ArrayList<>(2);
    private boolean click;

    /** Notes that the request brought an {@code aleid}. */
    void onClick() {
        click = true;
    }

    void add(ResponseCookie cookie) {
        cookies.add(cookie);
    }

    boolean isEmpty() {
        return cookies.isEmpty();
    }

    /**
     * Sets the cookies if {@link Navigation#takesCookies} and the page has not set one of the same name. The response is
     * then private.
     *
     * @param onCacheable whether a response that shared caches may keep gets cookies
     */
    void addTo(ServerWebExchange exchange, boolean onCacheable) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        if (!Navigation.takesCookies(exchange.getRequest(), response, click)) {
            return;
        }
        if (SharedCaching.allows(headers)) {
            if (!onCacheable) {
                return;
            }
            SharedCaching.forbid(headers);
        }
        for (ResponseCookie cookie : cookies) {
            if (!response.getCookies().containsKey(cookie.getName())) {
                response.addCookie(cookie);
            }
        }
    }
}
