package io.leadflux.reactor.webflux;

import java.util.List;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Takes a cookie of one name and value as a yes. */
final class ConsentCookie implements ConsentPolicy {

    private static final Mono<Boolean> YES = Mono.just(true);
    private static final Mono<Boolean> NO = Mono.just(false);

    private final String name;
    private final String value;

    ConsentCookie(String name, String value) {
        this.name = CookieOptions.requireName("the consent cookie's name", name);
        if (value.isBlank()) {
            throw new IllegalArgumentException("the consent cookie's value must not be blank");
        }
        this.value = value;
    }

    @Override
    public Mono<Boolean> allows(ServerWebExchange exchange) {
        List<String> values = RequestCookies.values(exchange.getRequest(), name);
        return !values.isEmpty() && values.stream().allMatch(this::isYes) ? YES : NO;
    }

    private boolean isYes(String sent) {
        return sent.equals(value) || value.equals(PercentEncoding.decode(sent));
    }

    @Override
    public String toString() {
        return "ConsentCookie{" + name + '}';
    }
}
