package io.leadflux.reactor.webflux;

import static io.leadflux.reactor.webflux.Visits.CLIENT_ID;
import static io.leadflux.reactor.webflux.Visits.CLOCK;
import static io.leadflux.reactor.webflux.Visits.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventData;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

final class AttributionTest {

    private static final UUID PAGE = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static final String SNAPSHOT =
            "{\"event_time\":1741784485001,\"event_source_url\":\"https://shop.example\","
                    + "\"name\":\"page_view\",\"user_data\":{\"client_ip_address\":\"203.0.113.7\",\"client_user_agent\":\"agent\","
                    + "\"aleid\":\"click-1\",\"client_id\":\"" + CLIENT_ID + "\",\"esi\":\"web\"},\"data\":null,"
                    + "\"dedupe_id\":\"" + PAGE + "\"}";

    private final UserData visitor = UserData.builder()
            .clientIpAddress("203.0.113.7")
            .clientUserAgent("agent")
            .esi(EventSource.WEB)
            .aleid("click-1")
            .clientId(CLIENT_ID)
            .build();
    private final Attribution attribution = Attribution.create(visitor, "https://shop.example", PAGE, CLOCK);
    private final EventValidator validator =
            EventValidator.builder().clock(CLOCK).build();

    // ---- snapshot
    // ---------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"name\":\"page_view\"}",
                "{\"name\":\"page_view\",\"event_time\":1,\"user_data\":{\"esi\":\"web\"},\"data\":null}",
                "{\"name\":\"page_view\",\"event_time\":1,\"user_data\":{},\"data\":null,\"dedupe_id\":\"jane@example.com\"}",
                "{\"name\":\"page_view\",\"event_time\":1,\"user_data\":{},\"data\":null,\"dedupe_id\":\"1-1-1-1-1\"}",
                "{\"event_time\":1,\"user_data\":{\"email\":\"jane@example.com\"}}",
                "jane@example.com"
            })
    void ofSnapshot_noSnapshot_throwsWithoutAnyValue(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attribution.ofSnapshot(json))
                .withMessageStartingWith("json is no snapshot")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("jane", "1-1-1"));
    }

    @Test
    void ofSnapshot_lead_throws() {
        String json = SNAPSHOT.replace("page_view", "generate_lead")
                .replace("\"data\":null", "\"data\":{\"currency\":\"USD\",\"value\":20}");
        assertThatIllegalArgumentException().isThrownBy(() -> Attribution.ofSnapshot(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"esi\":\"web\",\"esi\":\"web\"", "\"esi\":\"web\",\"email\":\"x\"", "\"esi\":7"})
    void ofSnapshot_notStrictlyWritten_throws(String esi) {
        String json = SNAPSHOT.replace("\"esi\":\"web\"", esi);
        assertThatIllegalArgumentException().isThrownBy(() -> Attribution.ofSnapshot(json));
    }

    @Test
    void ofSnapshot_tooLarge_throws() {
        String json = SNAPSHOT.replace("agent\"", "agent" + "x".repeat(65_536) + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attribution.ofSnapshot(json))
                .withMessageContaining("INPUT_TOO_LARGE");
    }

    @Test
    void ofSnapshot_truncatedAnywhere_throws() {
        for (int i = 0; i < SNAPSHOT.length(); i++) {
            String json = SNAPSHOT.substring(0, i);
            assertThatIllegalArgumentException().as("length %d", i).isThrownBy(() -> Attribution.ofSnapshot(json));
        }
    }

    @Test
    void ofSnapshot_null_throws() {
        assertThatThrownBy(() -> Attribution.ofSnapshot(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void snapshot_always_isTheWireForm() {
        assertThat(attribution.snapshot()).isEqualToIgnoringWhitespace(SNAPSHOT);
        assertThat(Attribution.ofSnapshot(SNAPSHOT)).isEqualTo(attribution);
    }

    @Test
    void snapshot_anyValues_comeBack() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            UserData any = UserData.builder()
                    .esi(EventSource.WEB)
                    .clientUserAgent(text(random))
                    .aleid(random.nextBoolean() ? text(random) : null)
                    .alart(random.nextBoolean() ? text(random) : null)
                    .clientId(text(random))
                    .build();
            Attribution original = Attribution.create(any, null, new UUID(random.nextLong(), random.nextLong()), CLOCK);
            assertThat(Attribution.ofSnapshot(original.snapshot()))
                    .as("seed %d, turn %d", seed, i)
                    .isEqualTo(original);
        }
    }

    private static String text(Random random) {
        return random.ints(1 + random.nextInt(30), 1, 0x1_1000)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void lead_afterASnapshot_hasTheVisitorAndTheTimeOfTheLead() {
        long before = System.currentTimeMillis();
        ServerEvent lead = Attribution.ofSnapshot(
                        attribution.withUserId("12345").snapshot())
                .lead("USD", 20)
                .build();
        assertThat(lead.userData())
                .isEqualTo(visitor.toBuilder().userId("12345").build());
        assertThat(lead.eventTime()).isBetween(before, System.currentTimeMillis());
        assertThat(EventValidator.create().validate(lead)).isEmpty();
    }

    // ---- events
    // -----------------------------------------------------------------------------------------------------------

    @Test
    void pageView_always_isValidAndTheSame() {
        ServerEvent event = attribution.pageView().build();
        assertThat(validator.validate(event)).isEmpty();
        assertThat(event.eventTime()).isEqualTo(NOW);
        assertThat(event.dedupeId()).isEqualTo(PAGE.toString());
        assertThat(attribution.pageView().build()).isEqualTo(event);
    }

    @Test
    void lead_always_isValidAndHasItsOwnId() {
        ServerEvent one = attribution.lead("USD", new BigDecimal("20.50")).build();
        ServerEvent other = attribution.lead("EUR", 0).build();
        assertThat(validator.validate(one)).isEmpty();
        assertThat(validator.validate(other)).isEmpty();
        assertThat(one.data()).isEqualTo(EventData.of("USD", new BigDecimal("20.50")));
        assertThat(one.eventSourceUrl()).isEqualTo("https://shop.example");
        assertThat(one.userData()).isEqualTo(visitor);
        assertThat(one.dedupeId()).isNotEqualTo(other.dedupeId()).isNotEqualTo(PAGE.toString());
    }

    @Test
    void withUserId_always_leavesTheOriginal() {
        assertThat(attribution.withUserId("12345").pageView().build().userData().userId())
                .isEqualTo("12345");
        assertThat(attribution.userData().userId()).isNull();
        assertThat(attribution.withUserId("12345")).isNotEqualTo(attribution);
    }

    // ---- as a value
    // -------------------------------------------------------------------------------------------------------

    @Test
    void from_contextWithout_isEmpty() {
        assertThat(Attribution.from(Context.empty())).isEmpty();
    }

    @Test
    void from_context_findsIt() {
        assertThat(Mono.deferContextual(context -> Mono.justOrEmpty(Attribution.from(context)))
                        .contextWrite(attribution::putInto)
                        .block(Visits.PATIENCE))
                .isSameAs(attribution);
    }

    @Test
    void toString_always_tellsNothingPersonal() {
        assertThat(attribution.toString())
                .isEqualTo("Attribution{time=" + Instant.ofEpochMilli(NOW) + ", page_view=" + PAGE + "}");
    }

    @Test
    void equals_sameSnapshot_isEqual() {
        Attribution same = Attribution.ofSnapshot(SNAPSHOT);
        assertThat(same).isEqualTo(attribution).hasSameHashCodeAs(attribution).isNotEqualTo(SNAPSHOT);
    }
}
