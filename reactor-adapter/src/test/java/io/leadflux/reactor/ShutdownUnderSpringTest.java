package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.spring.LeadfluxAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Under Spring the lifecycle closes the client, after the web server; a hook would close it at the same time. */
class ShutdownUnderSpringTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LeadfluxAutoConfiguration.class));

    private static boolean isInHook(ConversionClient client) {
        client.sink();
        return ShutdownHook.OF_JVM.holds(client.end());
    }

    @Test
    void client_autoConfigured_isNotInTheHook() {
        runner.withPropertyValues("leadflux.pixel-id=a-pixel-id", "leadflux.api-key=a-key")
                .run(context -> assertThat(isInHook(context.getBean(ConversionClient.class)))
                        .isFalse());
    }

    @Test
    void client_ofTheApplication_isTakenOutOfTheHook() {
        ConversionClient own = ConversionClient.create(FakeSender.accepting(), ApiKeySupplier.of("key-1"));
        assertThat(isInHook(own)).isTrue();

        runner.withBean(ConversionClient.class, () -> own)
                .run(context -> assertThat(isInHook(own)).isFalse());
    }
}
