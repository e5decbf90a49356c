package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PunycodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "--",
                "-kva",
                "bcher-",
                "bcher-kv",
                "a",
                "9",
                "zzzzzzzz9999",
                "99999999999999999999",
                "bcher-k\u00fca",
                "bcher-kva.",
            })
    void isWellFormed_broken_isFalse(String text) {
        assertThat(isWellFormed(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x9f, 0xd800, 0xdfff, 0xe000, 0xf8ff, 0xfffe, 0x1ffff, 0xf0000, 0x10ffff})
    void isWellFormed_noPublicCharacter_isFalse(int codePoint) {
        assertThat(isWellFormed(Punycode.encode(new int[] {'a', codePoint}))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "b\u00fccher, bcher-kva",
        "\u00fc, tda",
        "\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587, ihqwcrb4cv8a8dqg056pqjye",
        "3\u5e74b\u7d44\u91d1\u516b\u5148\u751f, 3b-ww4c5e180e575a65lsy2b",
        "\u0438, h1a",
        "\ud83d\ude00-a, -a-mo82a"
    })
    void encode_samples_asInTheStandard(String label, String encoded) {
        assertThat(Punycode.encode(label.codePoints().toArray())).isEqualTo(encoded);
        assertThat(isWellFormed(encoded)).isTrue();
    }

    @Test
    void encode_anyLabel_isWellFormed() {
        long seed = 20_261_201L;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            int[] label = random.ints(1 + random.nextInt(20), 'a', 1 + 0x7f + (1 << random.nextInt(20)))
                    .map(c -> Character.isLetter(c) ? c : 0x4e00)
                    .toArray();
            label[random.nextInt(label.length)] = 0xfc;
            String encoded = Punycode.encode(label);
            assertThat(isWellFormed(encoded)).as("seed %d: %s", seed, encoded).isTrue();
            assertThat(isWellFormed(encoded.substring(0, encoded.length() - 1) + '.'))
                    .as("seed %d: %s", seed, encoded)
                    .isFalse();
        }
    }

    private static boolean isWellFormed(String text) {
        return Punycode.isWellFormed("xn--" + text + "/", 4, 4 + text.length());
    }
}
