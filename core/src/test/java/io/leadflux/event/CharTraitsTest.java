package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CharTraitsTest {

    @Test
    void of_everyCharacterAlone_areItsKinds() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertThat(CharTraits.of(String.valueOf((char) c))).as("%x", c).isEqualTo(expected((char) c));
        }
    }

    @Test
    void of_randomText_isTheUnionOfEachCharacter() {
        long seed = 128L;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int expected = 0;
            for (int length = random.nextInt(20); length > 0; length--) {
                char c = (char) random.nextInt(random.nextInt(10) == 0 ? 65_536 : 128);
                text.append(c);
                expected |= expected(c);
            }
            assertThat(CharTraits.of(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(expected);
        }
    }

    /** The kinds of one character, by other means than the table. */
    private static int expected(char c) {
        String text = String.valueOf(c);
        int expected = text.isBlank() || Character.isSpaceChar(c) ? 0 : CharTraits.VISIBLE;
        expected |= text.matches("[ -~&&[^\"\\\\]]") ? 0 : CharTraits.NOT_PLAIN;
        expected |= text.matches("[\\p{Cc}\\p{Cs}]") ? CharTraits.CONTROL_OR_SURROGATE : 0;
        expected |= c == '@' ? CharTraits.AT : 0;
        expected |= c == '%' ? CharTraits.PERCENT : 0;
        expected |= c == '+' ? CharTraits.PLUS : 0;
        expected |= text.matches("[0-9a-fA-F]") ? 0 : CharTraits.NOT_HEX;
        return expected | (text.matches("[0-9 \u00a0.()/+-]") ? 0 : CharTraits.NOT_PHONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n", "\u00a0", "\u2003\u3000"})
    void isBlank_whiteSpaceOnly_isTrue(String text) {
        assertThat(CharTraits.isBlank(CharTraits.of(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " x ", "\0", "\u200b", "\ud83d", "\uffff"})
    void isBlank_anythingElse_isFalse(String text) {
        assertThat(CharTraits.isBlank(CharTraits.of(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "12a", "1/2", "1:2", "\u0661", "\uff11"})
    void areDigits_anythingElse_isFalse(String text) {
        assertThat(CharTraits.areDigits(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0123456789", "99999999999999999999999999999999999999"})
    void areDigits_digitsOnly_isTrue(String text) {
        assertThat(CharTraits.areDigits(text)).isTrue();
    }
}
