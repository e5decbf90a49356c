package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.webflux.AttributionArgumentResolver;
import io.leadflux.reactor.webflux.AttributionWebFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Mono;

final class ModeTest {

    private static final EventSender NEVER_CALLED = (batch, key) -> {
        throw new AssertionError("sent");
    };
    private static final ApiKeySupplier NEVER_ASKED = () -> {
        throw new AssertionError("asked");
    };

    private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LeadfluxAutoConfiguration.class, LeadfluxWebFluxAutoConfiguration.class))
            .withPropertyValues("leadflux.batch.linger=0s");

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "off"})
    void mode_thatSendsNothing_hasEveryBeanAndNeedsNoProperty(String mode) {
        runner.withPropertyValues("leadflux.mode=" + mode)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ApiKeySupplier.class)
                        .hasSingleBean(EventSender.class)
                        .hasSingleBean(ConversionClient.class)
                        .hasSingleBean(EventSink.class)
                        .hasSingleBean(AttributionWebFilter.class)
                        .hasSingleBean(AttributionArgumentResolver.class)
                        .hasSingleBean(ClientLifecycle.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "off"})
    void mode_thatSendsNothing_callsNeitherSenderNorKeysOfTheApplication(String mode) {
        runner.withPropertyValues("leadflux.mode=" + mode)
                .withBean(EventSender.class, () -> NEVER_CALLED)
                .withBean(ApiKeySupplier.class, () -> NEVER_ASKED)
                .run(context -> {
                    DeliveryResult result = context.getBean(EventSink.class)
                            .emit(Events.valid(0))
                            .block(Leads.PATIENCE);
                    assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "off"})
    void mode_thatSendsNothing_looksAtNoCredential(String mode) {
        runner.withPropertyValues(
                        "leadflux.mode=" + mode, "leadflux.pixel-id= ", "leadflux.api-key=${LEADFLUX_API_KEY_UNSET}")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void dryRun_events_areValidatedBatchedCountedAndLoggedWithoutAnythingAboutAPerson() {
        List<Outcome> dead = new CopyOnWriteArrayList<>();
        try (LogLines logs = LogLines.of(Mode.class, Level.INFO)) {
            runner.withPropertyValues("leadflux.mode=dry-run", "leadflux.batch.linger=1m")
                    .withBean(
                            DeadLetterHandler.class,
                            () -> result -> Mono.fromRunnable(() -> dead.add(result.outcome())))
                    .run(context -> {
                        EventSink sink = context.getBean(EventSink.class);
                        assertThat(sink.tryEmit(Events.valid(0))).isEqualTo(EmitResult.OK);
                        assertThat(sink.tryEmit(Events.valid(1))).isEqualTo(EmitResult.OK);
                        assertThat(sink.tryEmit(Events.invalid(2))).isEqualTo(EmitResult.INVALID);
                        ConversionClient client = context.getBean(ConversionClient.class);
                        client.flush().block(Leads.PATIENCE);
                        assertThat(client.stats().ended(Outcome.ACCEPTED)).isEqualTo(2);
                        assertThat(client.stats().batches()).isOne();
                    });
            assertThat(logs.lines())
                    .anyMatch(line -> line.contains("leadflux.mode is dry-run"))
                    .anyMatch(line -> line.contains("0 generate_lead and 2 page_view"))
                    .noneMatch(line -> line.contains("event-0") || line.contains("192.0.2."));
        }
        assertThat(dead).containsExactly(Outcome.INVALID);
    }

    @Test
    void off_events_areTakenAndReportedToNoOne() {
        List<Outcome> dead = new CopyOnWriteArrayList<>();
        try (LogLines logs = LogLines.of(Mode.class, Level.INFO)) {
            runner.withPropertyValues("leadflux.mode=off")
                    .withBean(
                            DeadLetterHandler.class,
                            () -> result -> Mono.fromRunnable(() -> dead.add(result.outcome())))
                    .run(context -> {
                        EventSink sink = context.getBean(EventSink.class);
                        assertThat(sink.tryEmit(Events.valid(0))).isEqualTo(EmitResult.OK);
                        assertThat(sink.tryEmit(Events.invalid(1))).isEqualTo(EmitResult.INVALID);
                    });
            assertThat(logs.lines()).hasSize(1).allMatch(line -> line.contains("leadflux.mode is off"));
        }
        assertThat(dead).isEmpty();
    }

    /** YAML reads {@code off} as false. */
    @Test
    void off_inYaml_isOff() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("yaml", Map.of("leadflux.mode", false))))
                .run(context -> assertThat(
                                context.getBean(LeadfluxProperties.class).mode())
                        .isEqualTo(Mode.OFF));
    }

    @Test
    void emulated_withoutTheTestKit_saysSo() {
        runner.withPropertyValues("leadflux.mode=emulated").run(context -> {
            assertThat(context).hasFailed();
            assertThat(new InvalidPropertyFailureAnalyzer()
                            .analyze(context.getStartupFailure())
                            .getDescription())
                    .contains("leadflux.mode", "test kit");
        });
    }

    @Test
    void emulated_withASender_sendsByIt() {
        List<String> keys = new CopyOnWriteArrayList<>();
        runner.withPropertyValues("leadflux.mode=emulated")
                .withBean(EventSender.class, () -> (batch, key) -> {
                    keys.add(key);
                    return Mono.just(SendResult.ofStatus(200));
                })
                .withBean(ApiKeySupplier.class, () -> ApiKeySupplier.of("emulator-key"))
                .run(context ->
                        context.getBean(EventSink.class).emit(Events.valid(0)).block(Leads.PATIENCE));
        assertThat(keys).containsExactly("emulator-key");
    }
}
