package io.leadflux.examples.web.page;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The pages without a form. The attribution filter measures them. */
@RestController
final class PageController {

    private final Templates templates;

    PageController(Templates templates) {
        this.templates = templates;
    }

    @GetMapping("/")
    Mono<ResponseEntity<String>> landing(ServerWebExchange exchange) {
        return templates.page(
                HttpStatus.OK, "landing", exchange, Map.of("title", "Solar for your roof", "bills", Bill.values()));
    }

    @GetMapping("/how-it-works")
    Mono<ResponseEntity<String>> howItWorks(ServerWebExchange exchange) {
        return templates.page(HttpStatus.OK, "how-it-works", exchange, Map.of("title", "How it works"));
    }

    @GetMapping("/privacy")
    Mono<ResponseEntity<String>> privacy(ServerWebExchange exchange) {
        return templates.page(
                HttpStatus.OK,
                "privacy",
                exchange,
                Map.of(
                        "title",
                        "Privacy choices",
                        "given",
                        ConsentCookie.isGiven(exchange),
                        "undecided",
                        false,
                        "unanswered",
                        !ConsentCookie.isDecided(exchange)));
    }
}
