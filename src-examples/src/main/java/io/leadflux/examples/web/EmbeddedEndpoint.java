package io.leadflux.examples.web;

import io.leadflux.examples.web.operations.EmulatedEndpoint;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts an emulator if no endpoint is configured, and points the properties at it. It is the first bean, so it
 * outlives all others, including the client.
 */
final class EmbeddedEndpoint implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String NAME = "emulatedEndpoint";
    private static final String PROPERTY = "leadflux.endpoint";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (environment.containsProperty(PROPERTY) || !SiteConfiguration.measures(environment)) {
            return;
        }
        EmulatedEndpoint endpoint = EmulatedEndpoint.start();
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton(NAME, endpoint);
        beans.registerDisposableBean(NAME, endpoint::dispose);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        NAME,
                        Map.of(
                                PROPERTY,
                                endpoint.uri().toString(),
                                "leadflux.pixel-id",
                                EndpointEmulator.DEFAULT_PIXEL_ID)));
    }
}
