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
                "https://0x7f000001",
                "https://0X7F000001",
                "https://0x",
                "https://127.0.0.0x1",
                "https://2130706433",
                "https://017700000001",
                "https://xn--a",
                "https://xn--zzzzzzzz9999.example",
                "https://xn--shop-.example",
                "https://XN--.example",
                "https://shop.example..",
                "https://shop.example:65536",
                "https://shop.example:99999",
                "https://shop.example:4294967739",
                "https://[::1]:99999",
                "https://stra\u00dfe-.example",
                "https://\u0301a.example",
                "https://a\u200db.example",
                "https://\u05d01a.example",
                "https://\u0378.example",
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
                "https://shop.example. > https://shop.example",
                "https://shop.example.:443/ > https://shop.example",
                "https://192.0.2.7./ > https://192.0.2.7",
                "https://shop.example:65535 > https://shop.example",
                "https://shop.example:0000443 > https://shop.example",
                "https://0x7f.example > https://0x7f.example",
                "https://0xshop > https://0xshop",
                "https://r3---sn-5hne6n7e.example > https://r3---sn-5hne6n7e.example",
                "https://[2001:DB8:0:0:0:0:0:7]/ > https://[2001:db8::7]",
                "https://[::FFFF:192.0.2.7] > https://[::ffff:192.0.2.7]",
                "https://XN--MNCHEN-3YA.example > https://xn--mnchen-3ya.example",
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

    /** Right values by the Unicode Consortium's own implementation, ICU. */
    @ParameterizedTest
    @CsvSource({
        "stra\u00dfe.example, xn--strae-oqa.example",
        "STRA\u1e9eE.example, xn--strae-oqa.example",
        "fa\u00df.de., xn--fa-hia.de",
        "\u03b2\u03cc\u03bb\u03bf\u03c2.example, xn--nxasmm1c.example",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example, xn--mgba3gch31f060k.example",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3.example, xn--10cl1a0b660p.example",
        "\uff33\uff48\uff4f\uff50\uff0eexample, shop.example",
        "\uff11\uff12\uff17.0.0.1, 127.0.0.1",
        "b\u00fc\u00adcher.example, xn--bcher-kva.example",
        "bu\u0308cher.example, xn--bcher-kva.example",
        "\u05d0\u05d1.example, xn--4dbc.example",
        "\u2603.example, xn--n3h.example",
        "\ud83d\ude00.example, xn--e28h.example",
        "\ufb01.example, fi.example",
        "\u2132.example, xn--73g.example"
    })
    void truncate_internationalName_followsUts46(String host, String ascii) {
        String domain = DomainUrl.truncate("https://" + host + "/");
        assertThat(domain).isEqualTo("https://" + ascii);
        assertThat(DomainUrl.isDomain(domain)).isTrue();
    }

    /** Of Unicode 5.1, 7.0, 9.0 and 12.0, where the rules of 2003 end with 3.2. */
    @ParameterizedTest
    @CsvSource({
        "\u1c00\u1c01.example, xn--f0fc.example",
        "\ua7ad\u1c82.example, xn--coa64g.example",
        "\ud83a\udd00\ud83a\udd01.example, xn--9d6hc.example",
        "\ud83a\udd22.example, xn--9d6h.example"
    })
    void truncate_newerScript_isKnown(String host, String ascii) {
        assertThat(DomainUrl.truncate("https://" + host)).isEqualTo("https://" + ascii);
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
