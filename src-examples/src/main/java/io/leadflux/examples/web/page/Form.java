package io.leadflux.examples.web.page;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The fields that a page sends in a POST. */
public final class Form {

    private Form() {}

    /**
     * The fields; none if the body is not a form. Cold. Fails with 400 when the form is malformed, and with 413 when
     * it is larger than {@code spring.http.codecs.max-in-memory-size}. Neither message repeats any of it.
     */
    public static Mono<MultiValueMap<String, String>> of(ServerWebExchange exchange) {
        return exchange.getFormData()
                .onErrorMap(IllegalArgumentException.class, malformed -> refusal(HttpStatus.BAD_REQUEST))
                .onErrorMap(DataBufferLimitException.class, tooLarge -> refusal(HttpStatus.CONTENT_TOO_LARGE));
    }

    private static ResponseStatusException refusal(HttpStatus status) {
        return new ResponseStatusException(status);
    }
}
