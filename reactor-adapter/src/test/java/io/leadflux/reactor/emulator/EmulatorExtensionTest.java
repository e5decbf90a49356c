package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventName;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.http.HttpEventSender;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmulatorExtensionTest {

    @RegisterExtension
    final EmulatorExtension ofTest = EmulatorExtension.create();

    @RegisterExtension
    static final EmulatorExtension OF_CLASS = EmulatorExtension.create(builder -> builder.apiKey("class"));

    private ConversionClient client;

    @BeforeEach
    void client() {
        client = ConversionClient.builder(
                        HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                                .endpoint(ofTest.uri())
                                .build(),
                        ApiKeySupplier.of(EndpointEmulator.DEFAULT_KEY))
                .linger(Duration.ofMillis(1))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
                .build();
    }

    @AfterEach
    void close() {
        client.dispose();
    }

    @Test
    void assertLedger_eventsThatCome_awaitsThem() {
        ofTest.script().next(Response.status(503));
        client.sink().tryEmit(Events.lead(1));
        client.sink().tryEmit(Events.valid(2));

        ofTest.assertLedger()
                .hasAccepted(EventName.GENERATE_LEAD, 1)
                .hasAccepted(2)
                .hasAcceptedOnce(Objects.requireNonNull(Events.lead(1).dedupeId()))
                .hasEvent("a lead in dollars", event -> event.json().contains("\"currency\":\"USD\""))
                .hasResponded(503, 1)
                .hasRefusedNothing();
        OF_CLASS.assertLedger().hasAccepted(0);
    }

    @Test
    void assertLedger_notMet_failsWithFiguresAndNothingOfAPerson() {
        client.sink().tryEmit(Events.lead(1));
        ofTest.assertLedger().hasAccepted(1);

        assertThatThrownBy(() -> ofTest.assertLedger().within(Duration.ZERO).hasAccepted(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected 2 accepted events")
                .hasMessageContaining("\"accepted\":1")
                .hasMessageNotContaining(Objects.requireNonNull(
                        Objects.requireNonNull(Events.lead(1).userData()).clientIpAddress()));
    }

    @RepeatedTest(2)
    void ofClass_scriptOfTheTestBefore_isCleared() {
        assertThat(OF_CLASS.script().pending()).isZero();
        assertThat(OF_CLASS.uri()).isNotEqualTo(ofTest.uri());

        OF_CLASS.script().next(Response.status(500));
    }

    @Test
    void emulator_outsideOfTests_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EmulatorExtension.create().uri())
                .withMessageContaining("@RegisterExtension");
    }
}
