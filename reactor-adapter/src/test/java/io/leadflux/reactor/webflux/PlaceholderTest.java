package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceholderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "UNDEFINED",
                " null ",
                "NaN",
                "(not set)",
                "[object Object]",
                "{aleid}",
                "{{aleid}}",
                "{{{aleid}}}",
                "{{ site.aleid | default }}",
                "${aleid}",
                "#{aleid}",
                "%aleid%",
                "%%ALEID%%",
                "[aleid]",
                "[[aleid]]",
                "<aleid>",
                "<%= aleid %>",
                "*|ALEID|*",
                "|aleid|",
                "@aleid@",
                "@{aleid}",
                "__ALEID__",
                "__CLICK_ID__",
                "aleid",
                "$aleid"
            })
    void matches_unreplacedMacro_isTrue(String value) {
        assertThat(Placeholder.matches(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "click-1",
                "a",
                "_",
                "__",
                "____",
                "__a1__",
                "{a",
                "a}",
                "[",
                "%41%42",
                "null-1",
                "undefinedx",
                "GA1.1.1234567890.1741784485",
                "*|",
                "$a",
                "\u2603"
            })
    void matches_aValue_isFalse(String value) {
        assertThat(Placeholder.matches(value)).isFalse();
    }

    @Test
    void matches_randomTokens_isFalse() {
        long seed = 20_261_201L;
        Random random = new Random(seed);
        byte[] bytes = new byte[15];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(bytes);
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(Placeholder.matches(token))
                    .as("seed %d: %s", seed, token)
                    .isFalse();
        }
    }
}
