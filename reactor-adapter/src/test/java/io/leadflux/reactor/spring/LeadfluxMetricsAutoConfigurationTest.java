package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.metrics.LeadfluxMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class LeadfluxMetricsAutoConfigurationTest {

    private final EndpointEmulator emulator = EndpointEmulator.builder().start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LeadfluxAutoConfiguration.class, LeadfluxMetricsAutoConfiguration.class))
            .withPropertyValues(Leads.at(emulator));

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @Test
    void metrics_withoutARegistry_areNotThere() {
        runner.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(LeadfluxMetrics.class);
            send(context.getBean(ConversionClient.class));
        });
    }

    @Test
    void metrics_withoutMicrometer_areNotThere() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("leadfluxMetrics");
            send(context.getBean(ConversionClient.class));
        });
    }

    @Test
    void metrics_modeOff_countNothing() {
        runner.withPropertyValues("leadflux.mode=off")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    send(context.getBean(ConversionClient.class));
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("leadflux.events")
                                    .counters())
                            .allSatisfy(counter -> assertThat(counter.count()).isZero());
                });
    }

    @Test
    void metrics_ofBootsRegistries_meterTheClient() {
        runner.withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        ObservationAutoConfiguration.class))
                .run(context -> {
                    send(context.getBean(ConversionClient.class));
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    assertThat(registry.get("leadflux.events")
                                    .tags("outcome", "accepted", "event", "page_view")
                                    .counter()
                                    .count())
                            .isOne();
                    assertThat(registry.get("leadflux.health")
                                    .tag("state", "up")
                                    .gauge()
                                    .value())
                            .isOne();
                });
    }

    @Test
    void metrics_turnedOffByBootsProperty_areNotRegistered() {
        runner.withPropertyValues("management.metrics.enable.leadflux=false")
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .run(context -> {
                    send(context.getBean(ConversionClient.class));
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .noneMatch(meter -> meter.getId().getName().startsWith("leadflux"));
                });
    }

    @Test
    void observations_withARegistry_areOneForEachPost() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        runner.withBean(ObservationRegistry.class, () -> observations)
                .run(context -> send(context.getBean(ConversionClient.class)));
        TestObservationRegistryAssert.assertThat(observations)
                .hasNumberOfObservationsEqualTo(1)
                .hasObservationWithNameEqualTo("leadflux.post");
    }

    @Test
    void client_ofTheApplication_isBoundAndMayListen() {
        ConversionClient own = ConversionClient.create((batch, key) -> Mono.never(), ApiKeySupplier.of("own"));
        runner.withBean(ConversionClient.class, () -> own)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("leadflux.concurrency.limit")
                                .gauge()
                                .value())
                        .isEqualTo(own.concurrency()));
    }

    private static void send(ConversionClient client) {
        Flux<?> results = client.send(Flux.just(Events.valid(0)));
        results.blockLast(Leads.PATIENCE);
    }
}
