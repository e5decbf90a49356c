package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.ReceivedEvent;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.reactor.webflux.Attribution;
import io.leadflux.reactor.webflux.AttributionArgumentResolver;
import io.leadflux.reactor.webflux.AttributionWebFilter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import reactor.core.publisher.Flux;

/**
 * A site that declares its beans of Leadflux itself, without one property. The auto-configurations that stand in the
 * same jar must keep out of its way, on Spring Boot 3.5 too.
 */
final class HandDeclaredSiteTest {

    private final EndpointEmulator emulator = EndpointEmulator.builder().start();
    private final HttpClient browser = HttpClient.newHttpClient();
    private ConfigurableApplicationContext site;

    @BeforeEach
    void start() {
        SpringApplication application = new SpringApplication(Site.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("emulator", emulator));
        site = application.run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off");
    }

    @AfterEach
    void stop() {
        site.close();
        emulator.disposeNow();
    }

    @Test
    void visit_clickPageAndLead_areAccepted() throws Exception {
        assertThat(send(request("/?aleid=click-1").GET())).contains("<title>Shop</title>");
        assertThat(send(request("/lead").header("Cookie", "_axeid=click-1").POST(HttpRequest.BodyPublishers.noBody())))
                .isEqualTo(EmitResult.OK.name());

        Flux.interval(Duration.ofMillis(10))
                .filter(tick -> emulator.ledger().accepted() == 2)
                .blockFirst(Leads.PATIENCE);

        assertThat(emulator.ledger().recentEvents())
                .extracting(ReceivedEvent::name)
                .containsExactlyInAnyOrder(EventName.PAGE_VIEW, EventName.GENERATE_LEAD);
        assertThat(emulator.ledger().recentEvents())
                .allSatisfy(event -> assertThat(event.json()).contains("\"aleid\":\"click-1\""));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), BodyHandlers.ofString()).body();
    }

    private HttpRequest.Builder request(String path) {
        String port = Objects.requireNonNull(site.getEnvironment().getProperty("local.server.port"));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("User-Agent", "Mozilla/5.0")
                .header("Accept", "text/html");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Site implements WebFluxConfigurer {

        @Bean(destroyMethod = "dispose")
        ConversionClient conversionClient(EndpointEmulator emulator) {
            HttpEventSender sender = HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                    .endpoint(emulator.uri())
                    .build();
            return ConversionClient.create(sender, ApiKeySupplier.of(EndpointEmulator.DEFAULT_KEY));
        }

        @Bean
        EventSink eventSink(ConversionClient client) {
            return client.sink();
        }

        @Bean
        AttributionWebFilter attributionWebFilter(EventSink sink) {
            return AttributionWebFilter.builder()
                    .automaticPageViews(sink::tryEmit)
                    .build();
        }

        @Override
        public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
            resolvers.addCustomResolver(AttributionArgumentResolver.create());
        }
    }

    @RestController
    static class Pages {

        private final EventSink sink;

        Pages(EventSink sink) {
            this.sink = sink;
        }

        @GetMapping(path = "/", produces = "text/html")
        String landing() {
            return "<!doctype html><title>Shop</title><form method=post action=/lead><button>Ask</button></form>";
        }

        @PostMapping("/lead")
        String lead(Optional<Attribution> attribution) {
            return sink.tryEmit(attribution.orElseThrow().lead("USD", 20).build())
                    .name();
        }
    }
}
