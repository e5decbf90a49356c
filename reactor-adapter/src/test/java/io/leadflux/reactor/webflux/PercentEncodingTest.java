package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseCookie;

final class PercentEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "a%", "%4", "%zz", "%4z", "%z4", "%\u00e41", "%ff", "%c3", "%c0%80", "%ed%a0%80", "%+1"})
    void decode_malformed_isNull(String encoded) {
        assertThat(PercentEncoding.decode(encoded)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"a+b,a+b", "%41%2b,A+", "%e2%98%83,\u2603", "\u2603%41,\u2603A", "'',''"})
    void decode_wellFormed_takesEscapesOff(String encoded, String text) {
        assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
    }

    @Test
    void encode_anyText_fitsACookieAndComesBack() {
        long seed = 4_711;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String text = random.ints(random.nextInt(20), 0, random.nextBoolean() ? 0x80 : 0x1_1000)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String encoded = PercentEncoding.encode(text);
            assertThat(ResponseCookie.from("name", encoded).build().getValue()).isEqualTo(encoded);
            assertThat(PercentEncoding.decode(encoded))
                    .as("seed %d, turn %d", seed, i)
                    .isEqualTo(text);
        }
    }
}
