package io.leadflux.examples.web.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class FailureLogTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final FailureLog journal = new FailureLog(InstantSource.fixed(NOW));

    @Test
    void troubles_invalidEvent_haveRuleAndFieldAndNoValue() {
        ServerEvent event = ServerEvent.pageView()
                .eventTime(NOW)
                .userData(UserData.builder().clientId("someone@example.com").build())
                .build();

        journal.eventEnded(DeliveryResult.invalid(event, EventValidator.create().validate(event)), Duration.ZERO);

        assertThat(journal.troubles())
                .extracting(Failure::reason, Failure::field)
                .anySatisfy(pair -> assertThat(pair.toList()).containsExactly("EMAIL_ADDRESS", "user_data.client_id"));
        assertThat(journal.troubles().toString()).doesNotContain("someone", "example.com");
    }

    @Test
    void troubles_refusedEvent_haveOutcomeAndStatus() {
        journal.eventEnded(failed(Outcome.REJECTED, 400), Duration.ofMillis(5));
        journal.eventEnded(failed(Outcome.OVERFLOW, 0), Duration.ZERO);

        assertThat(journal.troubles())
                .containsExactly(
                        new Failure(NOW, EventName.PAGE_VIEW, "OVERFLOW", "", 1),
                        new Failure(NOW, EventName.PAGE_VIEW, "REJECTED", "status 400", 1));
    }

    @Test
    void troubles_equalOnes_areCountedTogetherAndMoveToTheTop() {
        journal.eventEnded(failed(Outcome.EXPIRED, 503), Duration.ofMinutes(2));
        journal.eventEnded(failed(Outcome.OVERFLOW, 0), Duration.ZERO);
        journal.eventEnded(failed(Outcome.EXPIRED, 503), Duration.ofMinutes(2));

        assertThat(journal.troubles())
                .containsExactly(
                        new Failure(NOW, EventName.PAGE_VIEW, "EXPIRED", "status 503", 2),
                        new Failure(NOW, EventName.PAGE_VIEW, "OVERFLOW", "", 1));
    }

    @Test
    void troubles_ofManyKinds_areBounded() {
        for (int status = 400; status < 500; status++) {
            journal.eventEnded(failed(Outcome.REJECTED, status), Duration.ofMillis(5));
        }

        assertThat(journal.troubles())
                .hasSize(12)
                .first()
                .extracting(Failure::field)
                .isEqualTo("status 499");
    }

    @Test
    void eventEnded_accepted_isTimedAndNoTrouble() {
        journal.eventEnded(DeliveryResult.accepted(ServerEvent.pageView().build(), 1, false), Duration.ofMillis(7));

        assertThat(journal.troubles()).isEmpty();
        assertThat(journal.deliveries().next().count()).isOne();
    }

    private static DeliveryResult failed(Outcome outcome, int status) {
        return DeliveryResult.failed(
                ServerEvent.pageView().build(), outcome, 1, false, new DeliveryException("refused", status, null));
    }
}
