package io.leadflux.reactor.webflux;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells whether a visitor agreed to be measured. The filter asks once for each exchange, before it reads anything about
 * the visitor, before it sets a cookie, and so before there can be an event.
 *
 * <p>Only {@code true} is a yes. An empty {@code Mono}, an error and a value that comes too late are a no. A no leaves
 * the page as it is: the exchange goes on without an {@link Attribution}, and cookies that the browser already has stay
 * untouched.
 */
@FunctionalInterface
public interface ConsentPolicy {

    /**
     * Whether the visitor behind {@code exchange} agreed. Called on the thread that serves the request, from many
     * threads at once. Neither the call nor the returned {@code Mono} may block, and neither may read the request's
     * body, which would be lost to the page. The {@code Mono} is subscribed to once; the page waits for it, up to
     * {@link AttributionWebFilter.Builder#consentTimeout(java.time.Duration)}, and goes on where it signals.
     */
    Mono<Boolean> allows(ServerWebExchange exchange);

    /**
     * Says yes if the browser sends a cookie of this name and value, as the banner of a site sets it, and none of the
     * name with another value. The value is compared as it was sent and without percent-escapes.
     *
     * @param name a token of 1 to 64 characters
     * @param value not blank
     */
    static ConsentPolicy cookie(String name, String value) {
        return new ConsentCookie(name, value);
    }

    /** Says yes to every exchange: for sites whose visitors are asked elsewhere, or need not be. */
    static ConsentPolicy always() {
        return exchange -> Mono.just(true);
    }
}
