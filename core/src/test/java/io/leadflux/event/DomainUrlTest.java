package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "shop.example",
                "//shop.example",
                "/path",
                "ftp://shop.example",
                "javascript:alert(1)",
                "mailto:jane@shop.example",
                "http:/shop.example",
                "https:shop.example",
                " https://shop.example"
            })
    void truncate_notAbsoluteHttp_throws(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainUrl.truncate(url))
                .withMessageContaining("http://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "https:///path",
                "https://?q",
                "https://#f",
                "https://user@",
                "https://:443",
                "https://.",
                "https://..",
                "https://a..b",
                "https://.example",
                "https://-shop.example",
                "https://shop-.example",
                "https://shop example",
                "https://shop.example ",
                "https://shop\t.example",
                "https://shop\u0000.example",
                "https://sh%6fp.example",
                "https://shop!.example",
                "https://1.2.3",
                "https://1.2.3.256",
                "https://1.2.3.4.5",
                "https://[::1",
                "https://[]",
                "https://[shop.example]",
                "https://[::1%25eth0]",
                "https://[::1]shop.example",
                "https://shop.example:port",
                "https://jane:secret",
                "https://shop.example:80:90",
                "https://\ud800.example",
                "https://a\uff0fb.example",
                "https://\u2100.example",
                "https://\u00fc..example"
            })
    void truncate_malformedHost_throwsWithoutTheUrl(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainUrl.truncate(url + (url.contains("/path") ? "" : "/a-secret-path")))
                .withMessageStartingWith("url has ")
                .withMessageNotContainingAny("secret", "shop", "jane")
                .withNoCause();
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the point
    void truncate_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> DomainUrl.truncate(null))
                .withMessage("url");
    }

    @Test
    void truncate_labelOf64_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainUrl.truncate("https://" + "a".repeat(64) + ".example"));
        assertThat(DomainUrl.truncate("https://" + "a".repeat(63) + ".example")).hasSize(8 + 63 + 8);
    }

    @Test
    void truncate_hugeInput_throwsSoon() {
        String huge = "https://" + "\u00fc".repeat(2_000_000);
        assertThatIllegalArgumentException().isThrownBy(() -> DomainUrl.truncate(huge));
        assertThatIllegalArgumentException().isThrownBy(() -> DomainUrl.truncate("https://" + "a.".repeat(2_000_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "https://shop.example > https://shop.example",
                "https://shop.example/ > https://shop.example",
                "http://shop.example > http://shop.example",
                "HTTPS://user:pass@Shop.Example:8443/a/b?c=d#e > https://shop.example",
                "https://shop.example?q=https://other.example > https://shop.example",
                "https://shop.example#@other.example > https://shop.example",
                "https://shop.example\\@other.example > https://shop.example",
                "https://a@b@shop.example/ > https://shop.example",
                "https://shop.example:/ > https://shop.example",
                "https://my_shop.example > https://my_shop.example",
                "https://shop.example. > https://shop.example.",
                "https://localhost:8080/x > https://localhost",
                "https://192.0.2.7:81/x > https://192.0.2.7",
                "https://[2001:DB8::1]:443/x > https://[2001:db8::1]",
                "https://xn--mnchen-3ya.example > https://xn--mnchen-3ya.example"
            })
    void truncate_absoluteUrl_returnsTheDomain(String url, String domain) {
        assertThat(DomainUrl.truncate(url)).isEqualTo(domain);
    }

    @Test
    void truncate_internationalName_becomesAscii() {
        assertThat(DomainUrl.truncate("https://M\u00dcNCHEN.example/\u00fc"))
                .isEqualTo("https://xn--mnchen-3ya.example");
        assertThat(DomainUrl.truncate("https://\u4f8b\u3048\u3002\u30c6\u30b9\u30c8/"))
                .isEqualTo("https://xn--r8jz45g.xn--zckzah");
    }

    @Test
    void truncate_anyText_returnsAWellFormedDomainOrThrowsIllegalArgument() {
        long seed = 20_261_101L;
        Random random = new Random(seed);
        String alphabet = "ab.-_:/@?#[]%\\ 019\u00fc\u3002\ud83d\ude00\u0000";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder url = new StringBuilder("https://");
            for (int length = random.nextInt(12); length > 0; length--) {
                url.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                String domain = DomainUrl.truncate(url.toString());
                assertThat(DomainUrl.isHost(domain.substring(8)))
                        .as("seed %d: %s", seed, url)
                        .isTrue();
                assertThat(DomainUrl.truncate(domain))
                        .as("seed %d: %s", seed, url)
                        .isEqualTo(domain);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).startsWith("url ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "-a",
                "a-",
                "a b",
                "a/b",
                "1.2.3",
                "01.2.3.4",
                "[::1",
                "::1",
                "[1.2.3.4]",
                "[",
                "]"
            })
    void isHost_malformed_isFalse(String host) {
        assertThat(DomainUrl.isHost(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "a-b.c_d", "1a.2b", "1.2.3.4", "1.2.3.a4", "[::1]", "[::ffff:1.2.3.4]"})
    void isHost_wellFormed_isTrue(String host) {
        assertThat(DomainUrl.isHost(host)).isTrue();
        assertThat(DomainUrl.isHost("@" + host + "/", 1, host.length() + 1)).isTrue();
    }

    @Test
    void isHost_anyShortText_isWhatItsLabelsAre() {
        String alphabet = "aZ09-_.@";
        Pattern label = Pattern.compile("[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?");
        char[] text = new char[6];
        for (int number = 0; number < 1 << (3 * text.length); number++) {
            for (int i = 0; i < text.length; i++) {
                text[i] = alphabet.charAt((number >> (3 * i)) & 7);
            }
            String host = new String(text);
            String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            List<String> labels = List.of(bare.split("\\.", -1));
            boolean wellFormed =
                    labels.stream().allMatch(part -> label.matcher(part).matches());
            boolean numeric = labels.get(labels.size() - 1).matches("[0-9]+"); // six characters are no IPv4 literal
            assertThat(DomainUrl.isHost(host)).as(host).isEqualTo(wellFormed && !numeric);
        }
    }

    @Test
    void isHost_labelOf64Characters_isFalse() {
        String label = "a".repeat(63);
        assertThat(DomainUrl.isHost(label)).isTrue();
        assertThat(DomainUrl.isHost(label + ".b")).isTrue();
        assertThat(DomainUrl.isHost(label + "a")).isFalse();
        assertThat(DomainUrl.isHost("b." + label + "a.b")).isFalse();
    }

    @Test
    void isHost_254Characters_isFalse() {
        String host253 = "a.".repeat(126) + "a";
        assertThat(DomainUrl.isHost(host253)).isTrue();
        assertThat(DomainUrl.isHost(host253 + ".")).isTrue();
        assertThat(DomainUrl.isHost(host253 + "a")).isFalse();
    }

    @Test
    void isHost_partOutside_throws() {
        assertThatThrownBy(() -> DomainUrl.isHost("shop", 2, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
