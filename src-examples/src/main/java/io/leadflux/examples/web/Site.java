package io.leadflux.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.leadflux.examples.web.operations.EmulatedEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/** The running site. */
final class Site implements AutoCloseable {

    // A strong reference: the JDK holds loggers weakly, and a collected logger loses its level.
    private static final Logger STARTING = Logger.getLogger("org.springframework.boot");

    private final ConfigurableApplicationContext context;

    private Site(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts a site and waits until it serves. Without {@code leadflux.endpoint} its events go to an emulator inside
     * the site.
     *
     * @param properties of Spring Boot and Leadflux; they take precedence over the environment, and the environment
     *     over the site's defaults
     * @throws RuntimeException when it cannot start
     */
    static Site start(Map<String, String> properties) {
        SpringApplication application = new SpringApplication(SiteConfiguration.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(defaults());
        application.addInitializers(new EmbeddedEndpoint());
        String[] arguments = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + '=' + property.getValue())
                .toArray(String[]::new);
        return new Site(run(application, arguments));
    }

    /**
     * Leaves the command's logging as it is, with warnings on stderr. If the site cannot start, only the exception
     * says why.
     */
    private static ConfigurableApplicationContext run(SpringApplication application, String... arguments) {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        STARTING.setLevel(Level.OFF);
        try {
            return application.run(arguments);
        } finally {
            STARTING.setLevel(null);
        }
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream file = requireNonNull(Site.class.getResourceAsStream("site.properties"), "site.properties")) {
            defaults.load(new InputStreamReader(file, UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return defaults;
    }

    /** The address of one of its pages. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + property("local.server.port") + path);
    }

    /** Where events go; empty when Leadflux is turned off. */
    Optional<String> endpoint() {
        return SiteConfiguration.measures(context.getEnvironment())
                ? Optional.of(property("leadflux.endpoint"))
                : Optional.empty();
    }

    /** The address of the operations page; empty when there is none. */
    Optional<URI> operations() {
        return SiteConfiguration.showsOperations(context.getEnvironment())
                ? Optional.of(uri("/operations"))
                : Optional.empty();
    }

    /** The endpoint inside the site, if there is one. */
    Optional<EmulatedEndpoint> emulated() {
        return Optional.ofNullable(
                context.getBeanProvider(EmulatedEndpoint.class).getIfAvailable());
    }

    /**
     * Finishes the requests in flight, sends the queued events, and returns the ledger of the emulator inside the
     * site; an empty text if there is none.
     */
    String stop() {
        Optional<EmulatedEndpoint> endpoint = emulated();
        close();
        return endpoint.map(emulated -> emulated.ledger().toJson()).orElse("");
    }

    @Override
    public void close() {
        context.close();
    }

    private String property(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }
}
