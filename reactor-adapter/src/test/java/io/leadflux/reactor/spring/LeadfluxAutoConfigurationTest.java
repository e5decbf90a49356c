package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.http.HttpEventSender;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class LeadfluxAutoConfigurationTest {

    private final EndpointEmulator emulator = EndpointEmulator.builder().start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LeadfluxAutoConfiguration.class,
                    LeadfluxWebFluxAutoConfiguration.class,
                    LeadfluxMetricsAutoConfiguration.class,
                    LeadfluxActuatorAutoConfiguration.class));

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    // What is missing or wrong

    @Test
    void start_noPixelId_namesItAndTheWayOut() {
        runner.withPropertyValues("leadflux.api-key=a-key").run(context -> {
            FailureAnalysis analysis = analysis(context);
            assertThat(analysis.getDescription())
                    .isEqualTo("Leadflux cannot start with the property leadflux.pixel-id: is required; set it, or the"
                            + " environment variable LEADFLUX_PIXEL_ID, or declare a bean of type EventSender.");
            assertThat(analysis.getAction()).contains("leadflux.mode=dry-run");
        });
    }

    @Test
    void start_noKey_namesEveryWayToGiveOne() {
        runner.withPropertyValues("leadflux.pixel-id=a-pixel-id")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("leadflux.api-key", "LEADFLUX_API_KEY", "leadflux.api-key-file", "ApiKeySupplier"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "leadflux.pixel-id|${LEADFLUX_PIXEL_ID}|is the placeholder ${LEADFLUX_PIXEL_ID}, which has no value;"
                        + " set the environment variable LEADFLUX_PIXEL_ID.",
                "leadflux.pixel-id|${shop.pixel-id}|is the placeholder ${shop.pixel-id}, which has no value;"
                        + " set the environment variable SHOP_PIXEL_ID.",
                "leadflux.pixel-id|shop-${SHOP}|contains a placeholder that has no value;"
                        + " set its environment variable, or LEADFLUX_PIXEL_ID.",
                "leadflux.pixel-id|''|must not be blank; set it, or the environment variable LEADFLUX_PIXEL_ID.",
                "leadflux.pixel-id| |must not be blank; set it, or the environment variable LEADFLUX_PIXEL_ID.",
                "leadflux.pixel-id|a-pixel-id |must not contain white space;"
                        + " look at the environment variable LEADFLUX_PIXEL_ID.",
                "leadflux.api-key|${LEADFLUX_API_KEY}|is the placeholder ${LEADFLUX_API_KEY}, which has no value;"
                        + " set the environment variable LEADFLUX_API_KEY.",
                "leadflux.api-key|''|must not be blank; set it, or the environment variable LEADFLUX_API_KEY.",
                "leadflux.api-key|  |must not be blank; set it, or the environment variable LEADFLUX_API_KEY.",
                "leadflux.api-key|a key|must not contain white space;"
                        + " look at the environment variable LEADFLUX_API_KEY.",
                "leadflux.api-key-file|${KEY_FILE}|is the placeholder ${KEY_FILE}, which has no value;"
                        + " set the environment variable KEY_FILE.",
            })
    void start_unusableCredential_isOneSentenceWithPropertyAndVariable(String property, String value, String reason) {
        Map<String, Object> settings = new HashMap<>(Map.of("leadflux.pixel-id", "a-pixel-id"));
        if (!property.equals("leadflux.api-key-file")) {
            settings.put("leadflux.api-key", "a-key");
        }
        settings.put(property, value);
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("settings", settings)))
                .run(context -> assertThat(analysis(context).getDescription())
                        .isEqualTo("Leadflux cannot start with the property " + property + ": " + reason));
    }

    @Test
    void variables_ofTheMessages_areThoseThatBootReads() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(
                                        Credential.variable("leadflux.pixel-id"), "a-pixel-id",
                                        Credential.variable("leadflux.api-key"), "a-key"))))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void start_unusableKey_isRefusedWithoutRepeatingIt() {
        runner.withPropertyValues("leadflux.pixel-id=a-pixel-id", "leadflux.api-key=s3cr3t-\u00e9")
                .run(context -> {
                    assertThat(analysis(context).getDescription())
                            .contains("leadflux.api-key", "printable ASCII without white space")
                            .doesNotContain("s3cr3t");
                    for (Throwable failure = context.getStartupFailure();
                            failure != null;
                            failure = failure.getCause()) {
                        assertThat(failure.toString()).doesNotContain("s3cr3t");
                    }
                });
    }

    @Test
    void start_plainHttpToAnotherMachine_isRefused() {
        runner.withPropertyValues(Leads.anywhere())
                .withPropertyValues("leadflux.endpoint=http://collector.example/v1/event")
                .run(context ->
                        assertThat(analysis(context).getDescription()).contains("leadflux.endpoint", "must be https"));
    }

    @ParameterizedTest
    @CsvSource({
        "leadflux.endpoint,                          ftp://collector.example, leadflux.endpoint",
        "leadflux.http.connect-timeout,              0s,     leadflux.http.connect-timeout",
        "leadflux.http.response-timeout,             6m,     leadflux.http.response-timeout",
        "leadflux.http.max-connections,              0,      leadflux.http.max-connections",
        "leadflux.http.max-idle-time,                1h,     leadflux.http.max-idle-time",
        "leadflux.batch.max-events,                  101,    leadflux.batch.max-events",
        "leadflux.batch.max-size,                    1B,     leadflux.batch.max-size",
        "leadflux.batch.max-size,                    5000GB, leadflux.batch.max-size",
        "leadflux.batch.linger,                      2h,     leadflux.batch.linger",
        "leadflux.sink.max-events,                   1,      leadflux.sink.max-events",
        "leadflux.sink.max-size,                     1B,     leadflux.sink.max-size",
        "leadflux.concurrency.least,                 0,      leadflux.concurrency.least",
        "leadflux.concurrency.most,                  2000,   leadflux.concurrency.most",
        "leadflux.retry.min-backoff,                 2h,     leadflux.retry.min-backoff",
        "leadflux.retry.max-backoff,                 1ms,    leadflux.retry.max-backoff",
        "leadflux.retry.share,                       11,     leadflux.retry.share",
        "leadflux.retry.per-second,                  0,      leadflux.retry.per-second",
        "leadflux.refusal-budget,                    9,      leadflux.refusal-budget",
        "leadflux.batch.linger,                      2m,     leadflux.batch.linger",
        "leadflux.delivery-timeout.page-view,        0s,     leadflux.delivery-timeout.page-view",
        "leadflux.delivery-timeout.generate-lead,    8d,     leadflux.delivery-timeout.generate-lead",
        "leadflux.delivery-timeout.generate-lead,    50ms,   leadflux.batch.linger",
        "leadflux.close-timeout,                     -1s,    leadflux.close-timeout",
        "leadflux.close-timeout,                     8d,     leadflux.close-timeout",
    })
    void start_valueOutOfRange_namesItsProperty(String property, String value, String named) {
        runner.withPropertyValues(Leads.anywhere())
                .withPropertyValues(property + '=' + value)
                .run(context -> assertThat(analysis(context).getDescription()).contains("property " + named + ": "));
    }

    @Test
    void start_nothingOptionalThere_stillDelivers() {
        runner.withPropertyValues(Leads.at(emulator))
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer",
                        "org.springframework.web",
                        "org.springframework.http",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(EventSink.class).tryEmit(Events.valid(0));
                });
        assertThat(emulator.ledger().acceptances("event-0")).isOne();
    }

    // What is there

    @Test
    void close_eventsWaiting_drainsThem() {
        runner.withPropertyValues(Leads.at(emulator)).run(context -> {
            assertThat(context)
                    .hasSingleBean(EventSender.class)
                    .hasSingleBean(ConversionClient.class)
                    .hasSingleBean(EventSink.class);
            for (ServerEvent event : Events.valid(0, 7)) {
                assertThat(context.getBean(EventSink.class).tryEmit(event)).isEqualTo(EmitResult.OK);
            }
            assertThat(emulator.ledger().accepted()).isZero();
        });
        assertThat(emulator.ledger().accepted()).isEqualTo(7);
        assertThat(emulator.ledger().posts(200)).isOne();
    }

    @Test
    void properties_ofTheEngine_reachIt() {
        runner.withPropertyValues(Leads.at(emulator))
                .withPropertyValues(
                        "leadflux.batch.max-events=2",
                        "leadflux.concurrency.least=3",
                        "leadflux.concurrency.most=3",
                        "leadflux.sink.max-events=2")
                .run(context -> {
                    ConversionClient client = context.getBean(ConversionClient.class);
                    assertThat(client.concurrency()).isEqualTo(3);
                    client.send(Flux.fromIterable(Events.valid(0, 4))).blockLast(Leads.PATIENCE);
                    assertThat(client.stats().batches()).isEqualTo(2);
                });
    }

    @Test
    void beans_ofTheApplication_makeOursBackOff() {
        runner.withUserConfiguration(OwnClient.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(ConversionClient.class);
            assertThat(context)
                    .doesNotHaveBean(HttpEventSender.class)
                    .doesNotHaveBean(ApiKeySupplier.class)
                    .hasSingleBean(EventSink.class)
                    .hasSingleBean(ClientLifecycle.class);
            assertThat(context.getBean(EventSink.class))
                    .isSameAs(context.getBean(ConversionClient.class).sink());
        });
    }

    @Test
    void beans_twoClientsOfTheApplication_getNeitherSinkNorDraining() {
        runner.withUserConfiguration(OwnClient.class)
                .withBean("another", ConversionClient.class, LeadfluxAutoConfigurationTest::idleClient)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(EventSink.class)
                        .doesNotHaveBean(ClientLifecycle.class));
    }

    @Test
    void senderAndKeys_ofTheApplication_needNoProperty() {
        List<String> keys = new CopyOnWriteArrayList<>();
        EventSender sender = (batch, key) -> {
            keys.add(key);
            return Mono.just(SendResult.ofStatus(200));
        };
        runner.withBean(EventSender.class, () -> sender)
                .withBean(ApiKeySupplier.class, () -> () -> Mono.just("of-the-application"))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(HttpEventSender.class);
                    context.getBean(ConversionClient.class)
                            .send(Flux.just(Events.valid(0)))
                            .blockLast(Leads.PATIENCE);
                });
        assertThat(keys).containsExactly("of-the-application");
    }

    @Test
    void listeners_oneThrows_theOthersAreTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        runner.withPropertyValues(Leads.at(emulator))
                .withBean("throwing", DeliveryListener.class, () -> new DeliveryListener() {
                    @Override
                    public void eventEnded(DeliveryResult result, Duration took) {
                        throw new IllegalStateException("broken");
                    }
                })
                .withBean("telling", DeliveryListener.class, () -> new DeliveryListener() {
                    @Override
                    public void requestStarted(int events, Duration waited, int attempt) {
                        told.add("started " + events);
                    }

                    @Override
                    public void requestEnded(int events, SendResult result, Duration took) {
                        told.add("ended " + result.status());
                    }

                    @Override
                    public void eventEnded(DeliveryResult result, Duration took) {
                        told.add(result.outcome().name());
                    }
                })
                .run(context -> {
                    ConversionClient client = context.getBean(ConversionClient.class);
                    client.send(Flux.just(Events.valid(0))).blockLast(Leads.PATIENCE);
                    client.flush().block(Leads.PATIENCE);
                    assertThat(client.stats().callbackFailures()).isOne();
                });
        assertThat(told).containsExactly("started 1", "ended 200", "ACCEPTED");
    }

    @Test
    void deadLettersAndCustomizer_areTakenOver() {
        List<Outcome> dead = new CopyOnWriteArrayList<>();
        DeadLetterHandler handler = result -> Mono.fromRunnable(() -> dead.add(result.outcome()));
        runner.withPropertyValues(Leads.at(emulator))
                .withBean(DeadLetterHandler.class, () -> handler)
                .withBean(
                        ConversionClientCustomizer.class,
                        () -> builder -> builder.transformer(event -> Events.invalid(0)))
                .run(context -> context.getBean(EventSink.class).tryEmit(Events.valid(0)));
        assertThat(dead).containsExactly(Outcome.INVALID);
        assertThat(emulator.requests()).isZero();
    }

    @Test
    void senderCustomizer_hasTheLastWord() {
        runner.withPropertyValues(Leads.anywhere())
                .withPropertyValues("leadflux.endpoint=http://collector.example/v1/event")
                .withBean(HttpEventSenderCustomizer.class, () -> builder -> builder.allowPlainHttp(true))
                .run(context -> assertThat(context).hasNotFailed());
    }

    static FailureAnalysis analysis(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        FailureAnalysis analysis = new InvalidPropertyFailureAnalyzer().analyze(context.getStartupFailure());
        assertThat(analysis)
                .as(() -> "analysis of " + context.getStartupFailure())
                .isNotNull();
        return analysis;
    }

    private static ConversionClient idleClient() {
        return ConversionClient.create((batch, key) -> Mono.never(), ApiKeySupplier.of("own"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean(destroyMethod = "dispose")
        ConversionClient ownClient() {
            return idleClient();
        }
    }
}
