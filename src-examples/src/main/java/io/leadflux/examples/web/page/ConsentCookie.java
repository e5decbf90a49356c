package io.leadflux.examples.web.page;

import io.leadflux.reactor.webflux.ConsentPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Stores the visitor's decision in a cookie; only a "yes" is consent. */
final class ConsentCookie implements ConsentPolicy {

    private static final String NAME = "consent";
    private static final String YES = "yes";
    private static final String NO = "no";

    @Override
    public Mono<Boolean> allows(ServerWebExchange exchange) {
        return Mono.just(isGiven(exchange));
    }

    static boolean isGiven(ServerWebExchange exchange) {
        return YES.equals(value(exchange));
    }

    static boolean isDecided(ServerWebExchange exchange) {
        String value = value(exchange);
        return YES.equals(value) || NO.equals(value);
    }

    private static @Nullable String value(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(NAME);
        return cookie == null ? null : cookie.getValue();
    }

    /** The cookie that stores a decision for half a year. */
    static ResponseCookie of(boolean given) {
        return cookie(NAME, given ? YES : NO).maxAge(Duration.ofDays(182)).build();
    }

    /** A cookie that deletes one from the browser. */
    static ResponseCookie removal(String name) {
        return cookie(name, "").maxAge(Duration.ZERO).build();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String name, String value) {
        return ResponseCookie.from(name, value).path("/").httpOnly(true).sameSite("Lax");
    }
}
