package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** A site with Actuator on every line of Spring Boot, 3.5 included: health, endpoint, metrics, and no secrets. */
final class ManagedSiteTest {

    private static final String KEY = "the-key-that-nobody-sees";

    private final EndpointEmulator emulator =
            EndpointEmulator.builder().apiKey(KEY).start();
    private final HttpClient browser = HttpClient.newHttpClient();
    private ConfigurableApplicationContext site;

    private void start(String... arguments) {
        SpringApplication application = new SpringApplication(Site.class);
        application.setRegisterShutdownHook(false);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--leadflux.endpoint=" + emulator.uri(),
                "--leadflux.pixel-id=" + EndpointEmulator.DEFAULT_PIXEL_ID,
                "--leadflux.api-key=" + KEY,
                "--leadflux.batch.linger=0s",
                "--leadflux.close-timeout=0s",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.env.show-values=always",
                "--management.endpoint.configprops.show-values=always",
                "--management.endpoint.health.show-details=always"));
        site = application.run(all.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        site.close();
        emulator.disposeNow();
    }

    @Test
    void health_keyRefused_isDegradedAndTheSiteStaysUp() throws Exception {
        emulator.script().always(Response.status(401));
        start();
        ConversionClient client = site.getBean(ConversionClient.class);
        client.sink().tryEmit(Events.valid(0));
        Flux.interval(Duration.ofMillis(10))
                .filter(tick -> client.health() == Health.UNAUTHORIZED)
                .blockFirst(Leads.PATIENCE);
        HttpResponse<String> health = get("health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .contains("\"status\":\"DEGRADED\"", "\"state\":\"UNAUTHORIZED\"", "\"queued\":", "\"sinkEvents\":0");
    }

    @Test
    void health_turnedOff_isNotThere() throws Exception {
        start("--management.health.leadflux.enabled=false");
        assertThat(get("health").body()).doesNotContain("leadflux");
    }

    @Test
    void actuator_sending_tellsOfTheClient() throws Exception {
        start();
        site.getBean(ConversionClient.class).sink().emit(Events.valid(0)).block(Leads.PATIENCE);
        assertThat(get("health").body()).contains("\"leadflux\":{", "\"state\":\"UP\"", "\"inFlight\":0");
        assertThat(get("leadflux").body()).contains("\"health\":\"UP\"", "\"accepted\":1");
        assertThat(get("metrics/leadflux.events?tag=outcome:accepted&tag=event:page_view")
                        .body())
                .contains("\"value\":1.0");
        assertThat(get("metrics/leadflux.health?tag=state:up").body()).contains("\"value\":1.0");
        assertThat(get("metrics/leadflux.post").body()).contains("\"COUNT\",\"value\":1.0");
    }

    @Test
    void actuator_everythingThatItShows_holdsNoKey() throws Exception {
        start();
        for (String path : List.of("env", "env/leadflux.api-key", "configprops", "beans", "conditions", "leadflux")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).as(path).doesNotContain(KEY);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        String port = Objects.requireNonNull(site.getEnvironment().getProperty("local.server.port"));
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                        .build(),
                BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Site {}
}
