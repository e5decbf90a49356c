package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.1000",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.-4",
                "+1.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4\n",
                "0x1.2.3.4",
                "1.2.3.a",
                "\u0661.2.3.4",
                "1,2,3,4",
                "1.2.3.4/32",
                "1.2.3.4:80"
            })
    void isIpv4_otherText_isFalse(String text) {
        assertThat(ClientAddress.isIpv4(text)).isFalse();
    }

    @Test
    void isIpv4_anyNumberInAnyPlace_isThatUpTo255() {
        String[] numbers = {"0", "1", "20", "255"};
        for (int place = 0; place < 4; place++) {
            for (int number = 0; number <= 9_999; number++) {
                String[] parts = numbers.clone();
                parts[place] = String.valueOf(number);
                assertThat(ClientAddress.isIpv4(String.join(".", parts)))
                        .as("%d in place %d", number, place)
                        .isEqualTo(number <= 255);
                parts[place] = '0' + parts[place];
                assertThat(ClientAddress.isIpv4(String.join(".", parts))).isFalse();
            }
        }
    }

    @Test
    void isIpv4_anyCharacterInAnyPlace_onlyDigitsFit() {
        for (int place = 0; place < 7; place++) {
            for (int c = 0; c <= Character.MAX_VALUE; c++) {
                StringBuilder text = new StringBuilder("1.2.3.4");
                text.setCharAt(place, (char) c);
                boolean fits = place % 2 == 0 ? c >= '0' && c <= '9' : c == '.';
                assertThat(ClientAddress.isIpv4(text.toString()))
                        .as("%x at %d", c, place)
                        .isEqualTo(fits);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "1.2.3.4", "255.255.255.255", "172.59.8.172", "10.0.100.9"})
    void isIpv4_literal_isTrue(String text) {
        assertThat(ClientAddress.isIpv4(text)).isTrue();
        assertThat(ClientAddress.isIpv6(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "::1::",
                "1:::2",
                "12345::",
                "::g",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2:3:4:5:6:7:8",
                "::1%eth0",
                "[::1]",
                "::1/64",
                " ::1",
                "::1 ",
                "::1.2.3",
                "::1.2.3.4.5",
                "::01.2.3.4",
                "::1.2.3.256",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:1.2.3.4",
                "1.2.3.4::",
                "::.1",
                "::1.",
                "\uff11::"
            })
    void isIpv6_otherText_isFalse(String text) {
        assertThat(ClientAddress.isIpv6(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "1::8",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1:2:3::6:7:8",
                "2001:DB8::ABCD",
                "2001:0db8:0000:0000:0000:ff00:0042:8329",
                "::ffff:1.2.3.4",
                "::1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "64:ff9b::192.0.2.33",
                "1::5:6:1.2.3.4",
                "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"
            })
    void isIpv6_literal_isTrue(String text) {
        assertThat(ClientAddress.isIpv6(text)).isTrue();
        assertThat(ClientAddress.isLiteral(text)).isTrue();
    }

    @Test
    void isIpv6_anyText_takesNothingThatTheJdkRefuses() {
        long seed = 4_291L;
        Random random = new Random(seed);
        String alphabet = ":::019aF.";
        int literals = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 2 + random.nextInt(9); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (ClientAddress.isIpv6(text.toString())) {
                literals++;
                assertThat(isIpv6ByJdk(text.toString()))
                        .as("seed %d: %s", seed, text)
                        .isTrue();
            }
        }
        assertThat(literals).isGreaterThan(500);
    }

    // In brackets the JDK takes a literal of IPv6 only, and looks no name up.
    private static boolean isIpv6ByJdk(String text) {
        try {
            return InetAddress.getByName('[' + text + ']') != null;
        } catch (UnknownHostException none) {
            return false;
        }
    }

    @Test
    void isIpv6_everyFormOfRandomAddresses_isTrue() throws UnknownHostException {
        long seed = 6L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int[] groups = new int[8];
            for (int g = 0; g < 8; g++) {
                groups[g] = random.nextInt(3) == 0 ? random.nextInt(0x10000) : 0;
            }
            String text = written(groups, random);
            assertThat(ClientAddress.isIpv6(text)).as("seed %d: %s", seed, text).isTrue();
            assertThat(Ipv6.read(text, 0, text.length(), new int[8])).isTrue();
            int[] read = new int[8];
            Ipv6.read('[' + text + ']', 1, text.length() + 1, read);
            assertThat(read).as("seed %d: %s", seed, text).containsExactly(groups);
        }
    }

    private static String written(int[] groups, Random random) {
        boolean dotted = random.nextBoolean();
        int last = dotted ? 6 : 8;
        int gapStart = random.nextInt(last);
        int gapEnd = gapStart;
        while (gapEnd < last && groups[gapEnd] == 0) {
            gapEnd++;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < last; i++) {
            if (i == gapStart && gapEnd > gapStart) {
                text.append(i == 0 ? "::" : ":");
                i = gapEnd - 1;
                continue;
            }
            String group = String.format(random.nextBoolean() ? "%x" : "%04X", groups[i]);
            text.append(group).append(i < 7 ? ":" : "");
        }
        if (dotted) {
            text.append(groups[6] >> 8).append('.').append(groups[6] & 255);
            text.append('.').append(groups[7] >> 8).append('.').append(groups[7] & 255);
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "192.0.2.7 > 192.0.2.7",
                "192.0.2.7:443 > 192.0.2.7",
                "192.0.2.7:65535 > 192.0.2.7",
                "[192.0.2.7] > 192.0.2.7",
                "::ffff:192.0.2.7 > 192.0.2.7",
                "::FFFF:c000:0207 > 192.0.2.7",
                "0:0:0:0:0:ffff:192.0.2.7 > 192.0.2.7",
                "::ffff:0.0.0.1 > 0.0.0.1",
                "::ffff:255.255.255.255 > 255.255.255.255",
                "[::ffff:192.0.2.7%eth0]:443 > 192.0.2.7",
                "2001:db8::1 > 2001:db8::1",
                "2001:DB8::A > 2001:db8::a",
                "2001:db8:0:0:0:0:0:7 > 2001:db8::7",
                "2001:0db8:0000:0000:0000:0000:0000:0007 > 2001:db8::7",
                "2001:db8::0:0:1 > 2001:db8::1",
                "2001:db8:0:1:1:1:1:1 > 2001:db8:0:1:1:1:1:1",
                "2001:db8::1:1:1:1:1 > 2001:db8:0:1:1:1:1:1",
                "2001:0:0:1:0:0:0:1 > 2001:0:0:1::1",
                "2001:db8:0:0:1:0:0:1 > 2001:db8::1:0:0:1",
                "0:0:0:0:0:0:0:1 > ::1",
                "0:0:0:0:0:0:0:0 > ::",
                "1:0:0:0:0:0:0:0 > 1::",
                "1:2:3:4:5:6:0:0 > 1:2:3:4:5:6::",
                "1:2:3:4:5:6:7:8 > 1:2:3:4:5:6:7:8",
                "[2001:db8::1] > 2001:db8::1",
                "[2001:db8::1]:8443 > 2001:db8::1",
                "fe80::1%eth0 > fe80::1",
                "[fe80::1%25]:80 > fe80::1",
                "::192.0.2.7 > ::c000:207",
                "::fffe:192.0.2.7 > ::fffe:c000:207",
                "1::ffff:192.0.2.7 > 1::ffff:c000:207"
            })
    void normalize_oneAddress_stripsWhatSurroundsIt(String given, String expected) {
        assertThat(ClientAddress.normalize(given)).isEqualTo(expected);
    }

    @Test
    void normalize_whiteSpaceAround_isStripped() {
        assertThat(ClientAddress.normalize(" \t192.0.2.7\r\n")).isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "shop.example",
                "shop.example:80",
                "1.2.3.4, 5.6.7.8",
                " 1.2.3.4,5.6.7.8",
                "1.2.3.4 5.6.7.8",
                "1.2.3.4%eth0",
                "1.2.3.4:",
                "1.2.3.4:65536",
                "1.2.3.4:123456",
                "1.2.3.4:8a",
                "1.2.3.4/24",
                "01.2.3.4",
                "[",
                "]",
                "[]",
                "[]:80",
                "[::1",
                "[::1]80",
                "[::1]:",
                "[::1]:x",
                "::1]:80",
                "%eth0",
                ":80",
                ":",
                "::1:::"
            })
    void normalize_noSingleAddress_comesBackUnchanged(String text) {
        assertThat(ClientAddress.normalize(text)).isSameAs(text);
    }

    @Test
    void normalize_anyText_returnsALiteralOrTheSame() {
        long seed = 77L;
        Random random = new Random(seed);
        String alphabet = "[]:%./ 0129afe\ud800";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String given = text.toString();
            String normal = ClientAddress.normalize(given);
            assertThat(normal.equals(given) || ClientAddress.isLiteral(normal))
                    .as("seed %d: %s", seed, given)
                    .isTrue();
            assertThat(ClientAddress.normalize(normal))
                    .as("seed %d: %s", seed, given)
                    .isEqualTo(normal);
        }
    }

    @Test
    void normalize_hugeText_comesBackUnchanged() {
        String huge = ":1".repeat(1_000_000);
        assertThat(ClientAddress.normalize(huge)).isSameAs(huge);
    }

    @Test
    void normalize_socketAddresses_returnsLiterals() throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) 0xfe;
        bytes[1] = (byte) 0x80;
        bytes[15] = 1;
        String scoped = Inet6Address.getByAddress("host", bytes, 3).getHostAddress();
        assertThat(scoped).contains("%3");
        assertThat(ClientAddress.normalize(scoped)).isEqualTo("fe80::1");
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the point
    void normalize_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> ClientAddress.normalize(null))
                .withMessage("address");
    }
}
