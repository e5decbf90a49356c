package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

final class LeadfluxActuatorAutoConfigurationTest {

    private static final String KEY = "the-key-that-nobody-sees";

    private final EndpointEmulator emulator = EndpointEmulator.builder().start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LeadfluxAutoConfiguration.class, LeadfluxActuatorAutoConfiguration.class))
            .withPropertyValues(Leads.at(emulator))
            .withPropertyValues("leadflux.batch.linger=0s", "leadflux.close-timeout=0s");

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @Test
    void health_keyRefused_isDegradedAndTellsWhatWaits() throws Exception {
        CompletableFuture<Void> refused = new CompletableFuture<>();
        emulator.script().rule(request -> {
            refused.complete(null);
            return Response.status(401);
        });
        runner.run(context -> {
            context.getBean(EventSink.class).tryEmit(Events.valid(0));
            refused.get(Leads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            ConversionClient client = context.getBean(ConversionClient.class);
            while (client.health() == io.leadflux.reactor.delivery.Health.UP) {
                Thread.onSpinWait();
            }
            Health health = context.getBean(HealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(LeadfluxHealthIndicator.DEGRADED);
            assertThat(health.getDetails()).containsEntry("state", io.leadflux.reactor.delivery.Health.UNAUTHORIZED);
            assertThat(health.getDetails()).containsOnlyKeys("state", "queued", "inFlight", "sinkEvents");
            assertThat(health.toString()).doesNotContain(EndpointEmulator.DEFAULT_KEY, "192.0.2.7", "event-0");
        });
    }

    @Test
    void health_closed_isOutOfService() {
        runner.run(context -> {
            context.getBean(ConversionClient.class).close(Duration.ZERO).block(Leads.PATIENCE);
            assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void health_sending_isUp() {
        runner.run(context -> assertThat(
                        context.getBean(HealthIndicator.class).health().getStatus())
                .isEqualTo(Status.UP));
    }

    @Test
    void health_disabled_isNotThere() {
        runner.withPropertyValues("management.health.leadflux.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void health_withoutItsModule_isNotThere() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("leadfluxHealthIndicator"));
    }

    @Test
    void endpoint_notExposed_isNotThere() {
        runner.run(context -> assertThat(context).doesNotHaveBean(LeadfluxEndpoint.class));
    }

    @Test
    void endpoint_exposed_tellsTheStats() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=leadflux")
                .run(context -> {
                    context.getBean(EventSink.class).emit(Events.valid(0)).block(Leads.PATIENCE);
                    LeadfluxEndpoint.Snapshot snapshot =
                            context.getBean(LeadfluxEndpoint.class).snapshot();
                    assertThat(snapshot.health()).isEqualTo(io.leadflux.reactor.delivery.Health.UP);
                    assertThat(snapshot.stats()).containsEntry("accepted", 1L);
                    assertThat(snapshot.batchFill()).isOne();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "off"})
    void mode_thatSendsNothing_hasEveryBean(String mode) {
        runner.withPropertyValues("leadflux.mode=" + mode, "management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(HealthIndicator.class)
                        .hasSingleBean(LeadfluxEndpoint.class)
                        .hasSingleBean(SanitizingFunction.class));
    }

    /** As {@code SPRING_APPLICATION_JSON} and a properties file hold it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"leadflux\":{\"api-key\":\"a\\\"long\\\\key\\/1\"}}",
                "{\"leadflux\":{\"api-key\":\"\\u0061\\u0022long\\u005Ckey/1\"}}",
                "--leadflux.api-key=a\"long\\key/1"
            })
    void sanitizer_secretWithCharactersThatAreEscaped_hidesEverySpelling(String value) {
        KeySanitizer sanitizer =
                KeySanitizer.of(new MockEnvironment().withProperty("leadflux.api-key", "a\"long\\key/1"));
        assertThat(sanitizer
                        .apply(new SanitizableData(null, "SPRING_APPLICATION_JSON", value))
                        .getValue())
                .isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @Test
    void sanitizer_unresolvedPlaceholder_leavesTheMessageToTheProperty() {
        KeySanitizer sanitizer =
                KeySanitizer.of(new MockEnvironment().withProperty("leadflux.api-key", "${NOT_THERE}"));
        assertThat(sanitizer
                        .apply(new SanitizableData(null, "path", "C:\\u12\\uzzzz\\"))
                        .getValue())
                .isEqualTo("C:\\u12\\uzzzz\\");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leadflux.api-key",
                "leadflux.apiKey",
                "leadflux.api_key",
                "LEADFLUX_API_KEY",
                "LEADFLUX_APIKEY",
                "leadflux.pixel-id",
                "LEADFLUX_PIXELID"
            })
    void sanitizer_nameOfASecret_hidesItHoweverItIsSpelled(String name) {
        SanitizableData data = new SanitizableData(null, name, "short");
        assertThat(KeySanitizer.of(new MockEnvironment()).apply(data).getValue())
                .isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @Test
    void sanitizer_secretInAnotherValue_hidesItThere() {
        MockEnvironment environment = new MockEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("other", Map.of("SITE_SECRET", KEY)));
        environment.setProperty("leadflux.api-key", "${SITE_SECRET}");
        KeySanitizer sanitizer = KeySanitizer.of(environment);
        assertThat(sanitizer
                        .apply(new SanitizableData(null, "sun.java.command", "site --leadflux.api-key=" + KEY))
                        .getValue())
                .isEqualTo(SanitizableData.SANITIZED_VALUE);
        assertThat(sanitizer
                        .apply(new SanitizableData(null, "SITE_SECRET", KEY))
                        .getValue())
                .isEqualTo(SanitizableData.SANITIZED_VALUE);
        assertThat(sanitizer.toString()).doesNotContain(KEY);
    }

    @Test
    void sanitizer_anythingElse_isLeftAlone() {
        KeySanitizer sanitizer = KeySanitizer.of(new MockEnvironment().withProperty("leadflux.pixel-id", "a"));
        for (Object value : new Object[] {"a value", 17, Map.of("a", "b")}) {
            SanitizableData data = new SanitizableData(null, "leadflux.api-key-file", value);
            assertThat(sanitizer.apply(data).getValue()).isEqualTo(value);
        }
        assertThat(sanitizer.apply(new SanitizableData(null, "nothing", null)).getValue())
                .isNull();
    }
}
