package io.leadflux.examples.web.operations;

import io.leadflux.examples.web.page.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The live view. */
@RestController
final class OperationsController {

    private static final int MAX_WATCHERS = 32;
    private static final List<Integer> VISITORS = List.of(0, 5, 20, 50);

    private final Templates templates;
    private final Sampler sampler;
    private final boolean emulated;

    OperationsController(Templates templates, Sampler sampler, boolean emulated) {
        this.templates = templates;
        this.sampler = sampler;
        this.emulated = emulated;
    }

    @GetMapping("/operations")
    Mono<ResponseEntity<String>> page(ServerWebExchange exchange) {
        EndpointFault[] faults = EndpointFault.values();
        return templates.page(
                HttpStatus.OK,
                "operations",
                exchange,
                Map.of(
                        "title",
                        "Operations",
                        "undecided",
                        false,
                        "emulated",
                        emulated,
                        "faults",
                        Arrays.copyOfRange(faults, 1, faults.length),
                        "none",
                        EndpointFault.NONE,
                        "visitors",
                        VISITORS));
    }

    /** Samples as server-sent events. The 33rd watcher gets 503. */
    @GetMapping(path = "/operations/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Sample> stream() {
        return sampler.watchers() < MAX_WATCHERS
                ? sampler.samples()
                : Flux.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
    }
}
