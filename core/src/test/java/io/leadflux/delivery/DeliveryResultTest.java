package io.leadflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import org.junit.jupiter.api.Test;

class DeliveryResultTest {

    private static final ServerEvent VIEW =
            ServerEvent.pageView().dedupeId("view-1").build();
    private static final DeliveryException LATE = new DeliveryException("too late", 503, null);

    @Test
    void event_ofEncodedEvent_isAnEqualOneAndTheSameEachTime() {
        DeliveryResult result = DeliveryResult.failed(EncodedEvent.of(VIEW), Outcome.EXPIRED, 2, true, LATE);

        assertThat(result.event()).isEqualTo(VIEW).isSameAs(result.event());
        assertThat(result.eventName()).isEqualTo(EventName.PAGE_VIEW);
        assertThat(DeliveryResult.accepted(EncodedEvent.of(VIEW), 1, false).event())
                .isEqualTo(VIEW);
    }

    @Test
    void eventName_ofAnEvent_isItsName() {
        assertThat(DeliveryResult.accepted(VIEW, 1, false).eventName()).isEqualTo(EventName.PAGE_VIEW);
        assertThat(DeliveryResult.accepted(ServerEvent.builder().build(), 1, false)
                        .eventName())
                .isNull();
    }

    @Test
    void failed_acceptedOutcome_throws() {
        EncodedEvent encoded = EncodedEvent.of(VIEW);

        assertThatThrownBy(() -> DeliveryResult.failed(encoded, Outcome.ACCEPTED, 1, false, LATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ACCEPTED");
    }
}
