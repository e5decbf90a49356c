package io.leadflux.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.json.EventEncoder;
import io.leadflux.json.EventReader;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The texts of an event lie in one string, and each must come out of it as it went in. */
final class EventTextTest {

    private static final String[] VALUES = {"", "a", "bc", "é", "漢字", "😀", "\ud83d", "\ude00", "x\"y", "0123456789"};

    @Test
    void text_anyCombination_comesBackAsGiven() {
        long seed = 41L;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            Map<EventText, String> given = someTexts(random);
            ServerEvent event = event(given);
            for (EventText field : EventText.values()) {
                String expected = given.get(field);
                assertThat(event.has(field)).isEqualTo(expected != null);
                assertThat(event.text(field))
                        .as("seed %d, round %d, %s", seed, round, field)
                        .isEqualTo(expected);
                assertThat(event.texts().substring(event.start(field), event.end(field)))
                        .isEqualTo(expected == null ? "" : expected);
            }
            assertThat(event.toBuilder().build()).isEqualTo(event).hasSameHashCodeAs(event);
            assertThat(event.textLength())
                    .isEqualTo(given.values().stream().mapToInt(String::length).sum());
            byte[] json = EventEncoder.encode(event);
            assertThat(EventReader.create().read(json).event())
                    .as("seed %d, round %d: %s", seed, round, new String(json, UTF_8))
                    .isEqualTo(event);
        }
    }

    private static Map<EventText, String> someTexts(Random random) {
        Map<EventText, String> texts = new EnumMap<>(EventText.class);
        for (EventText field : EventText.values()) {
            if (random.nextInt(4) > 0) {
                texts.put(field, VALUES[random.nextInt(VALUES.length)]);
            }
        }
        return texts;
    }

    private static ServerEvent event(Map<EventText, String> texts) {
        return ServerEvent.builder()
                .eventSourceUrl(texts.get(EventText.EVENT_SOURCE_URL))
                .userData(UserData.builder()
                        .clientIpAddress(texts.get(EventText.CLIENT_IP_ADDRESS))
                        .clientUserAgent(texts.get(EventText.CLIENT_USER_AGENT))
                        .userId(texts.get(EventText.USER_ID))
                        .aleid(texts.get(EventText.ALEID))
                        .clientId(texts.get(EventText.CLIENT_ID))
                        .alart(texts.get(EventText.ALART))
                        .build())
                .dedupeId(texts.get(EventText.DEDUPE_ID))
                .build();
    }

    @Test
    void equals_sameCharactersInOtherTexts_isFalse() {
        ServerEvent one = event(Map.of(EventText.ALEID, "ab", EventText.CLIENT_ID, "c"));
        ServerEvent other = event(Map.of(EventText.ALEID, "a", EventText.CLIENT_ID, "bc"));
        assertThat(one).isNotEqualTo(other);
        assertThat(event(Map.of(EventText.ALEID, ""))).isNotEqualTo(event(Map.of()));
        assertThat(event(Map.of())).isNotEqualTo(ServerEvent.builder().build());
    }

    @Test
    void encode_halfSurrogatesThatMeetBetweenTexts_stayApart() {
        ServerEvent event = event(Map.of(EventText.CLIENT_ID, "a\ud83d", EventText.ALART, "\ude00b"));
        assertThat(new String(EventEncoder.encode(event), UTF_8))
                .contains("\"client_id\":\"a\\ud83d\"", "\"alart\":\"\\ude00b\"");
    }

    @Test
    void withDedupeId_isAsByTheBuilder() {
        for (String old : VALUES) {
            ServerEvent event = event(Map.of(EventText.ALART, "alart", EventText.DEDUPE_ID, old));
            for (String id : VALUES) {
                ServerEvent built = event.toBuilder().dedupeId(id).build();
                assertThat(event.withDedupeId(id)).isEqualTo(built).hasSameHashCodeAs(built);
            }
        }
        ServerEvent without = ServerEvent.pageView().build();
        assertThat(without.withDedupeId("id"))
                .isEqualTo(ServerEvent.pageView().dedupeId("id").build());
    }
}
