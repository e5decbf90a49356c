package io.leadflux.validation;

import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.lead;
import static io.leadflux.validation.Samples.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "shop.example > URL_SCHEME",
                "shop.example/path?a=b > URL_SCHEME",
                "/path > URL_SCHEME",
                "mailto:shop > URL_SCHEME",
                "https:shop.example > URL_SCHEME",
                "https:/shop.example > URL_SCHEME",
                "https > URL_SCHEME",
                "//shop.example > URL_SCHEME",
                "ftp://shop.example > URL_SCHEME",
                "ftp://shop.example/a > URL_SCHEME URL_PATH",
                "httpss://shop.example > URL_SCHEME",
                "://shop.example > URL_SCHEME",
                "https:// > URL_HOST_REQUIRED",
                "https:/// > URL_HOST_REQUIRED",
                "https:///path > URL_HOST_REQUIRED URL_PATH",
                "https://?a > URL_HOST_REQUIRED URL_QUERY",
                "https://:443 > URL_HOST_REQUIRED URL_PORT",
                "https://user@ > URL_USER_INFO URL_HOST_REQUIRED",
                "https://shop..example > URL_HOST_MALFORMED",
                "https://-shop.example > URL_HOST_MALFORMED",
                "https://sh%6fp.example > URL_HOST_MALFORMED",
                "https://1.2.3.256 > URL_HOST_MALFORMED",
                "https://0x7f000001 > URL_HOST_MALFORMED",
                "https://127.0.0.0x1 > URL_HOST_MALFORMED",
                "https://shop.0X > URL_HOST_MALFORMED",
                "https://xn--zzzzzzzz9999.example > URL_HOST_MALFORMED",
                "https://xn--shop-.example > URL_HOST_MALFORMED",
                "https://shop.example:99999 > URL_PORT",
                "https://[::1 > URL_HOST_MALFORMED URL_PORT",
                "https://[shop.example] > URL_HOST_MALFORMED",
                "https://user@shop.example > URL_USER_INFO",
                "https://user:pass@shop.example/ > URL_USER_INFO",
                "https://@shop.example > URL_USER_INFO",
                "https://a@b@shop.example > URL_USER_INFO",
                "https://jane@mail.example@shop.example > URL_USER_INFO EMAIL_ADDRESS",
                "https://jane%40mail.example@shop.example > URL_USER_INFO EMAIL_ADDRESS",
                "https://shop.example:443 > URL_PORT",
                "https://shop.example:/ > URL_PORT",
                "https://shop.example:80:90 > URL_PORT",
                "https://[::1]:443 > URL_PORT",
                "https://shop.example/a > URL_PATH",
                "https://shop.example// > URL_PATH",
                "https://shop.example/a@b > URL_PATH",
                "https://shop.example\\a > URL_PATH",
                "https://shop.example? > URL_QUERY",
                "https://shop.example/?a=b > URL_QUERY",
                "https://shop.example/?e=jane@mail.example > URL_QUERY EMAIL_ADDRESS",
                "https://shop.example/?e=jane%40mail.example > URL_QUERY EMAIL_ADDRESS",
                "https://shop.example# > URL_FRAGMENT",
                "https://shop.example/#?a > URL_FRAGMENT",
                "https://shop.example/?a#b > URL_QUERY URL_FRAGMENT",
                "https://u@shop.example:1/a?b#c > URL_USER_INFO URL_PORT URL_PATH URL_QUERY URL_FRAGMENT",
                "' https://shop.example' > URL_WHITE_SPACE",
                "'https://shop.example ' > URL_WHITE_SPACE",
                "'https://shop.example/ ' > URL_WHITE_SPACE",
                "'https://shop .example' > URL_WHITE_SPACE",
                "'https://shop.example/a b' > URL_PATH URL_WHITE_SPACE",
                "'https:// /' > URL_HOST_REQUIRED URL_WHITE_SPACE"
            })
    void validate_otherThanADomain_namesEachPart(String url, String rules) {
        assertThat(rules(broken(lead().eventSourceUrl(url)))).containsExactly(rules.split(" "));
    }

    @ParameterizedTest
    @MethodSource("charactersNoTableCanHold")
    void validate_unusualCharacters_areNamed(String url, List<String> rules) {
        assertThat(rules(broken(lead().eventSourceUrl(url)))).isEqualTo(rules);
    }

    static Stream<Arguments> charactersNoTableCanHold() {
        return Stream.of(
                Arguments.of("https://shop.example\n", List.of("CONTROL_CHARACTER")),
                Arguments.of("https://shop\u0000.example", List.of("CONTROL_CHARACTER")),
                Arguments.of("https://shop\u0085.example", List.of("CONTROL_CHARACTER")),
                Arguments.of("\thttps://shop.example", List.of("CONTROL_CHARACTER")),
                Arguments.of("https://shop.example/\u00a0", List.of("URL_WHITE_SPACE")),
                Arguments.of("https://m\u00fcnchen.example", List.of("URL_HOST_MALFORMED")),
                Arguments.of("https://\ud800.example", List.of("URL_HOST_MALFORMED", "LONE_SURROGATE")),
                Arguments.of(
                        "https://" + "a.".repeat(1_100) + "example", List.of("URL_HOST_MALFORMED", "STRING_TOO_LONG")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0\u2003"})
    void validate_blank_isRequired(String url) {
        assertThat(broken(lead().eventSourceUrl(url))).containsExactly("event_source_url URL_REQUIRED");
    }

    @Test
    void validate_missing_isRequired() {
        assertThat(broken(lead().eventSourceUrl(null))).containsExactly("event_source_url URL_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://applovin.com", "https://applovin.com/", "http://shop.example", "HTTPS://Shop.Example",
                        "https://localhost",
                "https://my_shop.example", "https://shop.example.", "https://192.0.2.7/", "https://[2001:db8::1]",
                        "https://xn--mnchen-3ya.example"
            })
    void validate_domain_isValid(String url) {
        assertThat(broken(lead().eventSourceUrl(url))).isEmpty();
    }

    @Test
    void validate_shortMaximum_boundsTheUrlToo() {
        EventValidator validator = EventValidator.builder()
                .clock(Samples.CLOCK)
                .maxStringLength(40)
                .build();
        String right = "https://" + "a".repeat(24) + ".example";
        assertThat(broken(validator, lead().eventSourceUrl(right))).isEmpty();
        assertThat(broken(validator, lead().eventSourceUrl(right + "/")))
                .containsExactly("event_source_url STRING_TOO_LONG");
    }

    @Test
    void validate_anyText_neverThrows() {
        long seed = 3_986L;
        Random random = new Random(seed);
        String alphabet = "htps:/@?#[]%\\. 0a\u00fc\ud800\n";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder url = new StringBuilder(random.nextBoolean() ? "https://" : "");
            for (int length = random.nextInt(12); length > 0; length--) {
                url.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(broken(lead().eventSourceUrl(url.toString())))
                    .as("seed %d: %s", seed, url)
                    .allMatch(broken -> broken.startsWith("event_source_url "));
        }
    }
}
