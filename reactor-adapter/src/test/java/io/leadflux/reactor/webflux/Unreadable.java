package io.leadflux.reactor.webflux;

import org.springframework.http.HttpCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.MultiValueMap;

/** A request whose cookies cannot be read. */
final class Unreadable extends ServerHttpRequestDecorator {

    Unreadable(ServerHttpRequest request) {
        super(request);
    }

    @Override
    public MultiValueMap<String, HttpCookie> getCookies() {
        throw new IllegalStateException("broken");
    }
}
