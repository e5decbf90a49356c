package io.leadflux.reactor.webflux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u041c\u0435\u0433\u0430\u0424\u043e\u043d",
                "caf\u00e9",
                "\u4e2d\u6587 \ud83d\ude00",
                "plain",
                ""
            })
    void read_utf8_isDecoded(String text) {
        assertThat(HeaderText.read(new String(text.getBytes(UTF_8), ISO_8859_1)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "caf\u00e9, caf\u00e9",
        "a\u0001b\u007fc\u0085d, abcd",
        "a\u00c2\u0085b, ab",
        "\u00c0\u0080, \u00c0",
        "\u00ed\u00a0\u0080, \u00ed\u00a0",
        "\u00f4\u0090\u0080\u0080, \u00f4",
        "a\u00d0, a\u00d0",
        "\u00d0\u009c\u00d0, \u041c\u00d0",
        "\u041c\u0085\ud800x, \u041cx",
        "a\tb, a b"
    })
    void read_anythingElse_keepsLatinAndDropsControls(String raw, String text) {
        assertThat(HeaderText.read(raw)).isEqualTo(text);
    }

    @Test
    void read_anyBytes_hasNoControlsAndNoHalfPairs() {
        long seed = 20_261_201L;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            String text = HeaderText.read(new String(bytes, ISO_8859_1));
            assertThat(text.codePoints().noneMatch(c -> Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff)))
                    .as("seed %d, turn %d", seed, i)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc",
        "abcd, 3, abc",
        "ab\ud83d\ude00, 3, ab",
        "ab\ud83d\ude00, 4, ab\ud83d\ude00",
        "\ud83d\ude00, 1, ''"
    })
    void cut_anyLength_keepsWholeCharacters(String text, int length, String cut) {
        assertThat(HeaderText.cut(text, length)).isEqualTo(cut);
    }
}
