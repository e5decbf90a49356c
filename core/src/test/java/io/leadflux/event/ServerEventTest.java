package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerEventTest {

    private static final ServerEvent LEAD = ServerEvent.generateLead("USD", new BigDecimal("47.11"))
            .eventTime(1_741_784_485_001L)
            .eventSourceUrl("https://secret.example")
            .userData(UserData.builder().clientId("client-secret").build())
            .dedupeId("order-1")
            .build();

    @Test
    void equals_anyFieldDiffers_isFalse() {
        List<ServerEvent> others = List.of(
                LEAD.toBuilder().name(EventName.PAGE_VIEW).build(),
                LEAD.toBuilder().eventTime(1L).build(),
                LEAD.toBuilder().eventSourceUrl("https://x.example").build(),
                LEAD.toBuilder().userData(null).build(),
                LEAD.toBuilder().data(null).build(),
                LEAD.toBuilder().dedupeId(null).build());
        assertThat(others).doesNotContain(LEAD).doesNotHaveDuplicates();
        assertThat(LEAD).isNotEqualTo("ServerEvent").isNotEqualTo(null);
    }

    @Test
    void equals_copyWithTheAmountAtAnotherScale_isTrueWithTheSameHash() {
        ServerEvent copy = LEAD.toBuilder()
                .data(EventData.of("USD", new BigDecimal("47.110")))
                .build();
        assertThat(copy).isEqualTo(LEAD).hasSameHashCodeAs(LEAD);
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the point
    void withDedupeId_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> LEAD.withDedupeId(null))
                .withMessage("dedupeId");
    }

    @Test
    void withDedupeId_other_changesNothingElse() {
        ServerEvent other = LEAD.withDedupeId("order-2");
        assertThat(other.dedupeId()).isEqualTo("order-2");
        assertThat(LEAD.dedupeId()).isEqualTo("order-1");
        assertThat(other.withDedupeId("order-1")).isEqualTo(LEAD);
    }

    @Test
    void builder_nothingSet_buildsAnEmptyEvent() {
        ServerEvent empty = ServerEvent.builder().build();
        assertThat(empty.name()).isNull();
        assertThat(empty.eventTime()).isNull();
        assertThat(empty.eventSourceUrl()).isNull();
        assertThat(empty.userData()).isNull();
        assertThat(empty.data()).isNull();
        assertThat(empty.dedupeId()).isNull();
    }

    @Test
    void factories_eachKind_setNameAndData() {
        assertThat(ServerEvent.pageView().build().name()).isEqualTo(EventName.PAGE_VIEW);
        assertThat(ServerEvent.pageView().build().data()).isNull();
        assertThat(ServerEvent.generateLead("EUR", 20).build().name()).isEqualTo(EventName.GENERATE_LEAD);
        assertThat(ServerEvent.generateLead("EUR", 20).build().data())
                .isEqualTo(EventData.of("EUR", new BigDecimal("20.00")));
    }

    @Test
    void eventTime_instant_isCutToMilliseconds() {
        Instant time = Instant.ofEpochSecond(1_741_784_485L, 1_999_999);
        assertThat(ServerEvent.pageView().eventTime(time).build().eventTime()).isEqualTo(1_741_784_485_001L);
    }

    @Test
    void toString_lead_showsNameTimeAndDedupeIdOnly() {
        assertThat(LEAD).hasToString("ServerEvent{name=generate_lead, event_time=1741784485001, dedupe_id=order-1}");
    }
}
