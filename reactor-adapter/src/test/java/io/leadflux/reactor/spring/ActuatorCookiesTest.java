package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Actuator is no place for a visitor's cookies, wherever it is served. */
final class ActuatorCookiesTest {

    private final HttpClient browser = HttpClient.newHttpClient();

    @Test
    void actuator_onTheSitesPort_setsNoCookies() throws Exception {
        try (ConfigurableApplicationContext site = start()) {
            String port = "local.server.port";
            assertThat(cookies(site, port, "/actuator?aleid=click-1")).isEmpty();
            assertThat(cookies(site, port, "/actuator/health?aleid=click-1")).isEmpty();
            assertThat(cookies(site, port, "/actuators?aleid=click-1")).hasSize(2);
        }
    }

    @Test
    void actuator_onAPathOfItsOwn_setsNoCookies() throws Exception {
        try (ConfigurableApplicationContext site = start("--management.endpoints.web.base-path=/manage/")) {
            assertThat(cookies(site, "local.server.port", "/manage/health?aleid=click-1"))
                    .isEmpty();
        }
    }

    @Test
    void actuator_atTheRoot_leavesThePages() throws Exception {
        try (ConfigurableApplicationContext site = start("--management.endpoints.web.base-path=/")) {
            assertThat(cookies(site, "local.server.port", "/actuators?aleid=click-1"))
                    .hasSize(2);
        }
    }

    @Test
    void actuator_onAnotherPort_setsNoCookies() throws Exception {
        try (ConfigurableApplicationContext site =
                start("--management.server.port=0", "--management.endpoints.web.base-path=/")) {
            assertThat(cookies(site, "local.management.port", "/health?aleid=click-1"))
                    .isEmpty();
            assertThat(cookies(site, "local.server.port", "/?aleid=click-1")).hasSize(2);
        }
    }

    private static ConfigurableApplicationContext start(String... options) {
        SpringApplication application = new SpringApplication(Site.class);
        application.setRegisterShutdownHook(false);
        List<String> all = new ArrayList<>(List.of(options));
        for (String property : Leads.anywhere()) {
            all.add("--" + property);
        }
        all.addAll(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--management.endpoints.web.exposure.include=*"));
        return application.run(all.toArray(String[]::new));
    }

    private List<String> cookies(ConfigurableApplicationContext site, String port, String path) throws Exception {
        String number = Objects.requireNonNull(site.getEnvironment().getProperty(port));
        HttpResponse<String> response = browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + path))
                        .header("User-Agent", "Mozilla/5.0")
                        .header("Accept", "text/html,*/*")
                        .build(),
                BodyHandlers.ofString());
        return response.headers().allValues("Set-Cookie");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Site {}

    @RestController
    static class Pages {

        @GetMapping(
                path = {"/", "/actuators"},
                produces = "text/html")
        String page() {
            return "<title>Shop</title>";
        }
    }
}
