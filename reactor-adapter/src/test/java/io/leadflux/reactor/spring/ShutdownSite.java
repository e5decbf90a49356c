package io.leadflux.reactor.spring;

import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.webflux.Attribution;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A site for {@link ShutdownTest}, in a process of its own: a page with a page view, and a form with a lead. */
final class ShutdownSite {

    /** Stands before the port in the line that tells that the site is up. */
    static final String UP = "The site listens on port ";

    private ShutdownSite() {}

    @SuppressWarnings("SystemOut") // its way to tell the test
    public static void main(String[] arguments) {
        String port =
                SpringApplication.run(Site.class, arguments).getEnvironment().getProperty("local.server.port");
        System.out.println(UP + port);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Site {}

    @RestController
    static class Pages {

        private final EventSink sink;

        Pages(EventSink sink) {
            this.sink = sink;
        }

        @GetMapping(path = "/", produces = "text/html")
        String page() {
            return "<!doctype html><title>Shop</title>";
        }

        @PostMapping("/lead")
        Mono<String> lead(ServerWebExchange exchange) {
            return Mono.deferContextual(context -> Mono.justOrEmpty(Attribution.from(context)))
                    .map(visitor ->
                            sink.tryEmit(visitor.lead("USD", 20).build()).name());
        }
    }
}
