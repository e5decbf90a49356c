package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.DomainUrl;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The emulator's rule for a domain is its own, and yet the same as that of the client. */
class OriginUrlTest {

    @Test
    void isOrigin_anyHost_agreesWithTheClient() {
        long seed = 20_261_201L;
        Random random = new Random(seed);
        String[] parts = {"xn--", "XN--", "0x", "a", "b", "k", "z", "0", "1", "9", "-", ".", "_", "bcher-kva", "\u00fc"
        };
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder url = new StringBuilder("https://");
            for (int length = 1 + random.nextInt(9); length > 0; length--) {
                url.append(parts[random.nextInt(parts.length)]);
            }
            boolean domain = DomainUrl.isDomain(url.toString());
            accepted += domain ? 1 : 0;
            assertThat(isOrigin(url.toString()))
                    .as("seed %d, turn %d: %s", seed, i, url)
                    .isEqualTo(domain);
        }
        assertThat(accepted).isBetween(20_000, 180_000);
    }

    @Test
    void isOrigin_anyPunycode_agreesWithTheClient() {
        long seed = 20_261_202L;
        Random random = new Random(seed);
        String digits = "abcdefghijklmnopqrstuvwxyz0123456789";
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder url = new StringBuilder("https://xn--").append(random.nextBoolean() ? "shop-" : "");
            for (int length = 1 + random.nextInt(12); length > 0; length--) {
                url.append(digits.charAt(random.nextInt(digits.length())));
            }
            boolean domain = DomainUrl.isDomain(url.toString());
            accepted += domain ? 1 : 0;
            assertThat(isOrigin(url.toString()))
                    .as("seed %d, turn %d: %s", seed, i, url)
                    .isEqualTo(domain);
        }
        assertThat(accepted).isBetween(2_000, 198_000);
    }

    /** What the filter makes of any host is good enough for both. */
    @Test
    void isOrigin_truncatedHosts_accepts() {
        for (String host : new String[] {
            "stra\u00dfe.example",
            "STRASSE.example.",
            "\ud83a\udd00\ud83a\udd01.example",
            "[2001:DB8:0:0::7]:443",
            "a:65535"
        }) {
            String domain = DomainUrl.truncate("https://" + host);
            assertThat(isOrigin(domain)).as(host).isTrue();
            assertThat(DomainUrl.isDomain(domain)).as(host).isTrue();
        }
    }

    private static boolean isOrigin(String url) {
        return OriginUrl.isOrigin(url.toCharArray(), 0, url.length());
    }
}
