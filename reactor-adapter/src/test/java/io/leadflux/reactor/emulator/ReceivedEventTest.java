package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedEventTest {

    private static String text(@Nullable String dedupeId) {
        return new ReceivedEvent(EventName.PAGE_VIEW, dedupeId, new byte[0]).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jane@shop.example",
                "+15550104477",
                "415-555-2671",
                "15550104477",
                "5d41402abc4b2a76b9719d911017c592",
                "sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
                "order-1\nWARN forged",
                "order-1\n",
                "order 1"
            })
    void toString_idThatIsNotPlain_withholdsIt(String dedupeId) {
        assertThat(text(dedupeId)).isEqualTo("ReceivedEvent{name=page_view, dedupe_id=(withheld)}");
    }

    @Test
    void toString_longId_withholdsIt() {
        assertThat(text("1".repeat(60_000) + "g")).endsWith("dedupe_id=(withheld)}");
        assertThat(text("g".repeat(64))).endsWith("dedupe_id=" + "g".repeat(64) + '}');
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-1", "123456", "5f0c3a52-7b1e-4d55-9a77-3d7a52f4b8aa", "lead:100000000007"})
    void toString_usualId_showsIt(String dedupeId) {
        assertThat(text(dedupeId)).isEqualTo("ReceivedEvent{name=page_view, dedupe_id=" + dedupeId + '}');
    }

    @Test
    void toString_noId_saysSo() {
        assertThat(text(null)).endsWith("dedupe_id=null}");
    }
}
