package io.leadflux.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.CharTraits;
import io.leadflux.event.EventField;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids of the kinds that people really use, at random: not one may be taken for personal data. */
final class FalseAlarmTest {

    private static final int EACH = 200_000;
    private static final long SEED = 20_261_101L;
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final StringCheck strings = new StringCheck(new PersonalData(EnumSet.noneOf(Rule.class)), 2_048);

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void identifier_usualIds_neverAlarms(String kind, Function<Random, String> next) {
        Random random = new Random(SEED);
        for (int i = 0; i < EACH; i++) {
            String id = next.apply(random);
            if (!strings.identifier(Findings.NONE, EventField.CLIENT_ID, id, CharTraits.of(id))
                    .isEmpty()) {
                assertThat(id)
                        .as("false alarm, kind %s, seed %d, round %d", kind, SEED, i)
                        .isNull();
            }
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("uuid 4", random -> uuid(random, 4)),
                kind("uuid 4, upper case", random -> upper(uuid(random, 4))),
                kind("dashless uuid 1 to 8", random -> dashless(uuid(random, 1 + random.nextInt(8)))),
                kind("dashless uuid, upper case", random -> upper(dashless(uuid(random, 4)))),
                kind("nil and max uuid", random -> (random.nextBoolean() ? "0" : "f").repeat(32)),
                kind("ulid", random -> "01" + text(random, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24)),
                kind("nanoid", random -> text(random, ALPHANUMERIC + "_-", 21)),
                kind("nanoid of digits and dashes", random -> text(random, "0123456789-_", 21)),
                kind("ksuid", random -> text(random, ALPHANUMERIC, 27)),
                kind("cuid", random -> 'c' + text(random, "0123456789abcdefghijklmnopqrstuvwxyz", 24)),
                kind("object id", random -> text(random, "0123456789abcdef", 24)),
                kind("snowflake", random -> Long.toString(random.nextLong() >>> 1)),
                kind("10 digits", random -> digits(random, 10)),
                kind("digits of any length", random -> digits(random, 1 + random.nextInt(80))),
                kind("ga cookie", random -> "GA1." + (1 + random.nextInt(3)) + '.' + client(random)),
                kind("ga client id", FalseAlarmTest::client),
                kind(
                        "gs session",
                        random -> "GS2.1.s" + digits(random, 10) + "$o1$g1$t" + digits(random, 10) + "$j60$l0$h0"),
                kind(
                        "fb browser id",
                        random -> "fb.1." + (1_741_784_485_001L + random.nextInt()) + '.'
                                + digits(random, 9 + random.nextInt(10))),
                kind("fb click id", random -> "fb.1.1741784485001." + text(random, ALPHANUMERIC + "_-", 61)),
                kind("base64", random -> base64(random, Base64.getEncoder())),
                kind(
                        "base64 without padding",
                        random -> base64(random, Base64.getEncoder().withoutPadding())),
                kind("base64 for urls", random -> base64(random, Base64.getUrlEncoder())),
                kind("base64, percent-encoded", random -> percent(base64(random, Base64.getEncoder()))),
                kind("token beginning with a plus", random -> '+' + base64(random, Base64.getEncoder())),
                kind(
                        "token of plus and digits",
                        random -> text(random, "+/0123456789", 12) + text(random, ALPHANUMERIC, 4) + '='),
                kind("jwt", random -> url(random, 27) + '.' + url(random, 90) + '.' + url(random, 32)),
                kind("order number", random -> "ORD-" + digits(random, 4) + '-' + digits(random, 6)),
                kind("amazon order", random -> digits(random, 3) + '-' + digits(random, 7) + '-' + digits(random, 7)),
                kind("date and counter", random -> "2026-11-" + (10 + random.nextInt(20)) + '-' + digits(random, 6)),
                kind(
                        "iso time",
                        random -> "2026-11-01T10:" + (10 + random.nextInt(50)) + ":00." + digits(random, 3) + "+02:00"),
                kind(
                        "trace parent",
                        random -> "00-" + text(random, "0123456789abcdef", 32) + '-'
                                + text(random, "0123456789abcdef", 16) + "-01"),
                kind(
                        "host and time",
                        random -> "web-" + random.nextInt(99) + "@10.0.0." + random.nextInt(256) + '-'
                                + digits(random, 13)),
                kind(
                        "version",
                        random -> "lib@" + random.nextInt(99) + '.' + random.nextInt(99) + '.' + random.nextInt(99)));
    }

    private static Arguments kind(String name, Function<Random, String> next) {
        return Arguments.of(name, next);
    }

    private static String uuid(Random random, int version) {
        long high = (random.nextLong() & ~0xf000L) | ((long) version << 12);
        long low = (random.nextLong() >>> 2) | (1L << 63);
        return new UUID(high, low).toString();
    }

    private static String dashless(String uuid) {
        return uuid.replace("-", "");
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String client(Random random) {
        return (1_000_000_000 + random.nextInt(1_147_483_647)) + "." + (1_600_000_000 + random.nextInt(200_000_000));
    }

    private static String digits(Random random, int length) {
        return text(random, "0123456789", length);
    }

    private static String base64(Random random, Base64.Encoder encoder) {
        byte[] bytes = new byte[4 + random.nextInt(61)];
        random.nextBytes(bytes);
        return encoder.encodeToString(bytes);
    }

    private static String url(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String percent(String token) {
        return token.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
