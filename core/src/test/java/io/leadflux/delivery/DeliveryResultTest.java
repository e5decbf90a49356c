package io.leadflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryResultTest {

    private static final ServerEvent VIEW = ServerEvent.pageView()
            .dedupeId("view-1")
            .userData(UserData.builder().clientId("visitor-7").build())
            .build();
    private static final DeliveryException LATE = new DeliveryException("too late", 503, null);

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "INVALID"})
    void failed_outcomeThatIsNoFailedDelivery_throwsWithIt(Outcome outcome) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryResult.failed(VIEW, outcome, 1, false, LATE))
                .withMessageContaining(outcome.name());
    }

    @Test
    void invalid_withoutViolations_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryResult.invalid(VIEW, List.of()))
                .withMessage("violations must not be empty");
    }

    @Test
    void event_always_isTheSameObject() {
        assertThat(DeliveryResult.accepted(VIEW, 1, false).event()).isSameAs(VIEW);
        assertThat(DeliveryResult.failed(VIEW, Outcome.EXPIRED, 2, true, LATE).event())
                .isSameAs(VIEW);
    }

    @Test
    void toString_always_showsNothingAboutThePerson() {
        assertThat(DeliveryResult.failed(VIEW, Outcome.EXPIRED, 2, true, LATE))
                .asString()
                .contains("EXPIRED", "view-1", "too late")
                .doesNotContain("visitor-7");
    }

    @Test
    void traceId_ofTheLastResponse_isKeptWhenThereWasOne() {
        assertThat(LATE.traceId()).isNull();
        assertThat(new DeliveryException("refused", 400, "trace-7", null).traceId())
                .isEqualTo("trace-7");
    }
}
