package io.leadflux.examples.web.page;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.webflux.Attribution;
import io.leadflux.reactor.webflux.PixelPairing;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Shows the form, takes it, and thanks for it. A valid form is a lead. */
@RestController
final class QuoteController {

    private final Templates templates;
    private final EnquiryStore store;
    private final LeadSink leads;
    private final InstantSource clock;

    QuoteController(Templates templates, EnquiryStore store, LeadSink leads, InstantSource clock) {
        this.templates = templates;
        this.store = store;
        this.leads = leads;
        this.clock = clock;
    }

    @GetMapping("/quote")
    Mono<ResponseEntity<String>> form(@RequestParam(defaultValue = "") String bill, ServerWebExchange exchange) {
        return show(HttpStatus.OK, QuoteForm.empty(bill), Map.of(), exchange);
    }

    @PostMapping("/quote")
    Mono<ResponseEntity<String>> submit(ServerWebExchange exchange) {
        return Form.of(exchange).map(QuoteForm::of).flatMap(form -> {
            Map<String, String> errors = form.errors();
            return errors.isEmpty() ? accept(form) : show(HttpStatus.UNPROCESSABLE_CONTENT, form, errors, exchange);
        });
    }

    private Mono<ResponseEntity<String>> accept(QuoteForm form) {
        return Mono.deferContextual(context -> {
            Optional<ServerEvent> lead = Attribution.from(context).map(visitor -> lead(visitor, form));
            if (store.add(new Enquiry(form, clock.instant(), lead.orElse(null)))) {
                lead.ifPresent(leads::offer);
            }
            URI thanks = URI.create("/thank-you?enquiry=" + form.id());
            return Mono.just(
                    ResponseEntity.status(HttpStatus.SEE_OTHER).location(thanks).build());
        });
    }

    private static ServerEvent lead(Attribution visitor, QuoteForm form) {
        long worth = form.chosenBill().map(bill -> bill.worth).orElse(0L);
        return visitor.lead("USD", worth).dedupeId(form.id()).build();
    }

    @GetMapping("/thank-you")
    Mono<ResponseEntity<String>> thanks(@RequestParam(defaultValue = "") String enquiry, ServerWebExchange exchange) {
        @Nullable Enquiry found = store.find(enquiry).orElse(null);
        if (found == null) {
            return Mono.just(ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/quote"))
                    .build());
        }
        ServerEvent lead = found.lead();
        return templates.page(
                HttpStatus.OK,
                "thank-you",
                exchange,
                Map.of(
                        "title",
                        "Thank you",
                        "reference",
                        found.form().id().substring(0, 8),
                        "leadTag",
                        lead == null ? "" : PixelPairing.metaTag(lead)));
    }

    private Mono<ResponseEntity<String>> show(
            HttpStatus status, QuoteForm form, Map<String, String> errors, ServerWebExchange exchange) {
        Map<String, Object> values = new HashMap<>();
        values.put("title", errors.isEmpty() ? "Your quote" : "Please check your entries");
        values.put("form", form);
        values.put("bills", choices(form));
        values.put("hasErrors", !errors.isEmpty());
        values.put("errors", errors.entrySet());
        values.put("error", errors);
        values.put("here", "/quote");
        return templates.page(status, "quote", exchange, values);
    }

    private static List<Choice> choices(QuoteForm form) {
        return List.of(Bill.values()).stream()
                .map(bill -> new Choice(bill.name(), bill.label, bill.name().equals(form.bill())))
                .toList();
    }

    /** One choice of a question in the form. */
    record Choice(String value, String label, boolean chosen) {}
}
