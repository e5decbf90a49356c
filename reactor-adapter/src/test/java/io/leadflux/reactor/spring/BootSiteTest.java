package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.ReceivedEvent;
import io.leadflux.reactor.webflux.Attribution;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A whole site, as Spring Boot starts it: one dependency, three properties, and nothing else about Leadflux. */
final class BootSiteTest {

    private static final String KEY = "the-key-that-nobody-sees";
    private static final String PIXEL_ID = "the-pixel-id-that-nobody-sees";

    private final EndpointEmulator emulator =
            EndpointEmulator.builder().pixelId(PIXEL_ID).apiKey(KEY).start();
    private final HttpClient browser = HttpClient.newHttpClient();
    private ConfigurableApplicationContext site;

    @BeforeEach
    void start() {
        SpringApplication application = new SpringApplication(Site.class);
        application.setRegisterShutdownHook(false);
        site = application.run(
                "--leadflux.pixel-id=" + PIXEL_ID,
                "--leadflux.api-key=${SITE_SECRET}",
                "--leadflux.filter.automatic-page-views=true",
                "--SITE_SECRET=" + KEY,
                "--leadflux.endpoint=" + emulator.uri(),
                "--leadflux.batch.linger=1m",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.env.show-values=always",
                "--management.endpoint.configprops.show-values=always",
                "--management.endpoint.health.show-details=always");
    }

    @AfterEach
    void stop() {
        site.close();
        emulator.disposeNow();
    }

    @Test
    void visit_clickPageAndLead_arriveWhenTheSiteStops() throws Exception {
        get("/?aleid=click-1");
        post("/lead", "_axeid=click-1");
        assertThat(emulator.ledger().accepted()).isZero();

        site.close();

        assertThat(emulator.ledger().recentEvents())
                .extracting(ReceivedEvent::name)
                .containsExactly(EventName.PAGE_VIEW, EventName.GENERATE_LEAD);
        assertThat(emulator.ledger().recentEvents())
                .allSatisfy(event -> assertThat(event.json()).contains("\"aleid\":\"click-1\""));
    }

    @Test
    void close_requestUnderWay_itsLeadIsStillSent() throws Exception {
        Release release = site.getBean(Release.class);
        CompletableFuture<HttpResponse<String>> response = browser.sendAsync(
                HttpRequest.newBuilder(uri("/slow-lead"))
                        .header("User-Agent", "Mozilla/5.0")
                        .build(),
                BodyHandlers.ofString());
        release.entered.get(Leads.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        site.close();

        HttpResponse<String> answer = response.get(Leads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.body()).isEqualTo(EmitResult.OK.name());
        assertThat(answer.headers().firstValue("Connection")).hasValue("close");
        assertThat(emulator.ledger().accepted(EventName.GENERATE_LEAD)).isOne();
    }

    @Test
    void actuator_everythingThatItShows_holdsNeitherKeyNorPixelId() throws Exception {
        get("/?aleid=click-1");
        List<String> shown = new ArrayList<>();
        for (String path : List.of(
                "env",
                "env/leadflux.api-key",
                "env/SITE_SECRET",
                "configprops",
                "configprops/leadflux",
                "beans",
                "conditions",
                "health",
                "leadflux",
                "metrics",
                "metrics/leadflux.events",
                "mappings",
                "scheduledtasks",
                "loggers")) {
            HttpResponse<String> response = get("/actuator/" + path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            shown.add(response.body());
        }
        assertThat(shown).allSatisfy(body -> assertThat(body).doesNotContain(KEY, PIXEL_ID));
        assertThat(shown.get(4)).contains("\"closeTimeout\"", "\"apiKey\":\"******\"");
        assertThat(site.getBean(LeadfluxProperties.class).toString()).doesNotContain(KEY, PIXEL_ID);
    }

    @Test
    void actuator_healthAndEndpoint_tellOfTheClient() throws Exception {
        get("/");
        assertThat(get("/actuator/health").body()).contains("\"leadflux\"", "\"state\":\"UP\"");
        assertThat(get("/actuator/leadflux").body())
                .contains("\"health\":\"UP\"", "\"concurrencyLimit\":4", "\"submitted\":1", "\"queued\":1");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(uri(path))
                        .header("User-Agent", "Mozilla/5.0")
                        .header("Accept", "text/html,application/json;q=0.9")
                        .build(),
                BodyHandlers.ofString());
    }

    private void post(String path, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("User-Agent", "Mozilla/5.0")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(browser.send(request, BodyHandlers.ofString()).body()).isEqualTo(EmitResult.OK.name());
    }

    private URI uri(String path) {
        int port = ((WebServerApplicationContext) site).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Lets the slow request go on when the web server has been told to finish: in its phase, where it waits for it. */
    static final class Release implements SmartLifecycle {

        private final CompletableFuture<Void> entered = new CompletableFuture<>();
        private final Sinks.Empty<Void> gate = Sinks.empty();
        private volatile boolean running;

        Mono<Void> await() {
            entered.complete(null);
            return gate.asMono();
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            gate.tryEmitEmpty();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Site {

        @Bean
        Release release() {
            return new Release();
        }
    }

    @RestController
    static class Pages {

        private final EventSink sink;
        private final Release release;

        Pages(EventSink sink, Release release) {
            this.sink = sink;
            this.release = release;
        }

        @GetMapping(path = "/", produces = "text/html")
        String landing() {
            return "<!doctype html><title>Shop</title><form method=post action=/lead><button>Ask</button></form>";
        }

        @PostMapping("/lead")
        String lead(Optional<Attribution> attribution) {
            return emit(attribution);
        }

        @GetMapping("/slow-lead")
        Mono<String> slowLead(Optional<Attribution> attribution) {
            return release.await().then(Mono.fromSupplier(() -> emit(attribution)));
        }

        private String emit(Optional<Attribution> attribution) {
            return sink.tryEmit(attribution.orElseThrow().lead("USD", 20).build())
                    .name();
        }
    }
}
