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

final class DeliveryLogTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final DeliveryLog log = new DeliveryLog(InstantSource.fixed(NOW));

    @Test
    void failures_invalidEvent_haveRuleAndFieldAndNoValue() {
        ServerEvent event = ServerEvent.pageView()
                .eventTime(NOW)
                .userData(UserData.builder().clientId("someone@example.com").build())
                .build();

        log.eventEnded(DeliveryResult.invalid(event, EventValidator.create().validate(event)), Duration.ZERO);

        assertThat(log.failures())
                .extracting(Failure::reason, Failure::field)
                .anySatisfy(pair -> assertThat(pair.toList()).containsExactly("EMAIL_ADDRESS", "user_data.client_id"));
        assertThat(log.failures().toString()).doesNotContain("someone", "example.com");
    }

    @Test
    void failures_refusedEvent_haveOutcomeAndStatus() {
        log.eventEnded(failed(Outcome.REJECTED, 400), Duration.ofMillis(5));
        log.eventEnded(failed(Outcome.OVERFLOW, 0), Duration.ZERO);

        assertThat(log.failures())
                .containsExactly(
                        new Failure(NOW, EventName.PAGE_VIEW, "OVERFLOW", "", 1),
                        new Failure(NOW, EventName.PAGE_VIEW, "REJECTED", "status 400", 1));
    }

    @Test
    void failures_equalOnes_areCountedTogetherAndMoveToTheTop() {
        log.eventEnded(failed(Outcome.EXPIRED, 503), Duration.ofMinutes(2));
        log.eventEnded(failed(Outcome.OVERFLOW, 0), Duration.ZERO);
        log.eventEnded(failed(Outcome.EXPIRED, 503), Duration.ofMinutes(2));

        assertThat(log.failures())
                .containsExactly(
                        new Failure(NOW, EventName.PAGE_VIEW, "EXPIRED", "status 503", 2),
                        new Failure(NOW, EventName.PAGE_VIEW, "OVERFLOW", "", 1));
    }

    @Test
    void failures_ofManyKinds_areBounded() {
        for (int status = 400; status < 500; status++) {
            log.eventEnded(failed(Outcome.REJECTED, status), Duration.ofMillis(5));
        }

        assertThat(log.failures())
                .hasSize(12)
                .first()
                .extracting(Failure::field)
                .isEqualTo("status 499");
    }

    @Test
    void eventEnded_accepted_isTimedAndNoFailure() {
        log.eventEnded(DeliveryResult.accepted(ServerEvent.pageView().build(), 1, false), Duration.ofMillis(7));

        assertThat(log.failures()).isEmpty();
        assertThat(log.deliveries().next().count()).isOne();
    }

    private static DeliveryResult failed(Outcome outcome, int status) {
        return DeliveryResult.failed(
                ServerEvent.pageView().build(), outcome, 1, false, new DeliveryException("refused", status, null));
    }
}
