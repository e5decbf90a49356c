package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/** The site of the guide, whole, with a list in place of the client's sink. */
final class GuideTest {

    @Test
    void site_clickPageAndForm_givesOnePageViewAndOneLeadOfOneClick() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Site.class)) {
            WebTestClient browser = WebTestClient.bindToApplicationContext(context)
                    .configureClient()
                    .defaultHeader("User-Agent", Visits.AGENT)
                    .defaultHeader("Host", "shop.example")
                    .build();
            String page = browser.get()
                    .uri("https://shop.example/?aleid=click-1")
                    .header("Accept", "text/html")
                    .exchange()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody();
            Sent sent = context.getBean(Sent.class);
            assertThat(sent.events()).hasSize(1);
            assertThat(page).contains(sent.events().get(0).dedupeId());

            browser.post()
                    .uri("https://shop.example/lead")
                    .cookie("_axeid", "click-1")
                    .exchange()
                    .expectBody(String.class)
                    .returnResult();
            assertThat(sent.events())
                    .extracting(ServerEvent::name)
                    .containsExactly(EventName.PAGE_VIEW, EventName.GENERATE_LEAD);
            assertThat(sent.events())
                    .extracting(event -> event.userData().aleid())
                    .containsOnly("click-1");
            // The test's client has no socket, and so no address.
            assertThat(EventValidator.create().validate(sent.events().get(1)))
                    .allMatch(violation -> violation.field().equals("user_data.client_ip_address"));
        }
    }

    record Sent(List<ServerEvent> events) {

        boolean tryEmit(ServerEvent event) {
            return events.add(event);
        }
    }

    @Configuration
    @EnableWebFlux
    static class Site implements WebFluxConfigurer {

        @Bean
        Sent sink() {
            return new Sent(new CopyOnWriteArrayList<>());
        }

        @Bean
        AttributionWebFilter attributionWebFilter(Sent sink) {
            return AttributionWebFilter.builder()
                    .automaticPageViews(sink::tryEmit)
                    .build();
        }

        @Bean
        Pages pages(Sent sink) {
            return new Pages(sink);
        }

        @Override
        public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
            resolvers.addCustomResolver(AttributionArgumentResolver.create());
        }
    }

    @RestController
    static class Pages {

        private final Sent sink;

        Pages(Sent sink) {
            this.sink = sink;
        }

        @GetMapping(path = "/", produces = "text/html")
        String landing(Optional<Attribution> attribution) {
            String pairing = attribution
                    .map(visitor -> PixelPairing.metaTag(visitor.pageView().build()))
                    .orElse("");
            return "<!doctype html><title>Shop</title>" + pairing
                    + "<form method=post action=/lead><button>Ask</button></form>";
        }

        @PostMapping(path = "/lead", produces = "text/html")
        String lead(Optional<Attribution> attribution) {
            attribution.ifPresent(
                    visitor -> sink.tryEmit(visitor.lead("USD", 20).build()));
            return "<!doctype html><title>Thank you</title>";
        }
    }
}
