package io.leadflux.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.json.EventEncoder;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Packing an event changes nothing that one can see of it. */
final class PackedEventTest {

    private static final String[] VALUES = {"", "a", "bc", "é", "漢字", "😀", "\ud83d", "\ude00", "x\"y", "0123456789"};

    @Test
    void pack_anyCombinationOfTexts_saysTheSameAsBefore() {
        long seed = 41L;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            ServerEvent.Builder builder = someTexts(random);
            ServerEvent loose = builder.build();
            ServerEvent packed = builder.build();
            packed.pack();
            String json = new String(EventEncoder.encode(loose), UTF_8);
            String description = "seed " + seed + ", round " + round + ": " + json;
            assertThat(loose.packed()).isNull();
            assertThat(packed.packed()).isNotNull();
            assertThat(packed.eventSourceUrl()).as(description).isEqualTo(loose.eventSourceUrl());
            assertThat(packed.userData()).as(description).isEqualTo(loose.userData());
            assertThat(packed.dedupeId()).as(description).isEqualTo(loose.dedupeId());
            assertThat(new String(EventEncoder.encode(packed), UTF_8)).isEqualTo(json);
            assertThat(packed).as(description).isEqualTo(loose).hasSameHashCodeAs(loose);
            assertThat(packed.toBuilder().build()).as(description).isEqualTo(loose);
            assertThat(packed.withDedupeId("other")).isEqualTo(loose.withDedupeId("other"));
            assertThat(packed.toString()).isEqualTo(loose.toString());
            assertThat(packed.textLength()).isEqualTo(loose.textLength());
            assertThat(packed.isPlain()).isEqualTo(loose.isPlain());
            assertThat(packed.isSound()).isEqualTo(loose.isSound());
        }
    }

    private static ServerEvent.Builder someTexts(Random random) {
        UserData user = UserData.builder()
                .clientIpAddress(text(random))
                .clientUserAgent(text(random))
                .userId(text(random))
                .aleid(text(random))
                .clientId(text(random))
                .alart(text(random))
                .esi(random.nextBoolean() ? EventSource.APP : null)
                .build();
        return ServerEvent.generateLead("EUR", random.nextInt(9))
                .eventSourceUrl(text(random))
                .userData(random.nextInt(10) == 0 ? null : user)
                .dedupeId(text(random));
    }

    private static @Nullable String text(Random random) {
        int index = random.nextInt(VALUES.length + 3);
        return index < VALUES.length ? VALUES[index] : null;
    }

    @Test
    void pack_again_changesNothing() {
        ServerEvent event = ServerEvent.pageView().dedupeId("id").build();
        event.pack();
        PackedTexts packed = event.packed();
        event.pack();
        assertThat(event.packed()).isSameAs(packed).hasToString("PackedTexts{length=2}");
    }

    @Test
    void encode_halfSurrogatesThatMeetInTheOneString_stayApart() {
        ServerEvent event = ServerEvent.builder()
                .userData(
                        UserData.builder().clientId("a\ud83d").alart("\ude00b").build())
                .build();
        event.pack();
        assertThat(new String(EventEncoder.encode(event), UTF_8))
                .contains("\"client_id\":\"a\\ud83d\"", "\"alart\":\"\\ude00b\"");
    }
}
