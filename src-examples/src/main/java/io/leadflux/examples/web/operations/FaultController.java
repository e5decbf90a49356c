package io.leadflux.examples.web.operations;

import io.leadflux.examples.web.page.Form;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Breaks the endpoint and sends simulated visitors. Present only while the endpoint is the emulated one. */
@RestController
final class FaultController {

    private final EmulatedEndpoint endpoint;
    private final Visitors visitors;

    FaultController(EmulatedEndpoint endpoint, Visitors visitors) {
        this.endpoint = endpoint;
        this.visitors = visitors;
    }

    @PostMapping("/operations/fault")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> fault(ServerWebExchange exchange) {
        return field(exchange, "fault", EndpointFault::valueOf)
                .flatMap(endpoint::change)
                .onErrorMap(IllegalStateException.class, busy -> new ResponseStatusException(HttpStatus.CONFLICT));
    }

    @PostMapping("/operations/visitors")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> visitors(ServerWebExchange exchange) {
        return field(exchange, "per-second", Integer::valueOf)
                .doOnNext(visitors::setRate)
                .then()
                .onErrorMap(IllegalArgumentException.class, outside -> badRequest());
    }

    private static <T> Mono<T> field(ServerWebExchange exchange, String name, Function<String, T> reader) {
        return Form.of(exchange)
                .map(form -> reader.apply(String.valueOf(form.getFirst(name))))
                .onErrorMap(IllegalArgumentException.class, unknown -> badRequest());
    }

    private static ResponseStatusException badRequest() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
}
