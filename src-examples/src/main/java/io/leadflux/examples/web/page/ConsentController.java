package io.leadflux.examples.web.page;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Takes the visitor's decision on consent, including a later change of mind, and sends the visitor back. */
@RestController
final class ConsentController {

    @PostMapping("/consent")
    Mono<ResponseEntity<Void>> decide(ServerWebExchange exchange) {
        return Form.of(exchange).map(form -> decided(form, exchange.getResponse()));
    }

    private static ResponseEntity<Void> decided(MultiValueMap<String, String> form, ServerHttpResponse response) {
        boolean given = "yes".equals(form.getFirst("choice"));
        response.addCookie(ConsentCookie.of(given));
        if (!given) {
            // What an earlier "yes" stored in the browser.
            response.addCookie(ConsentCookie.removal("_axeid"));
            response.addCookie(ConsentCookie.removal("_lfid"));
        }
        URI back = URI.create(ReturnPath.checked(form.getFirst("return")));
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(back).build();
    }
}
