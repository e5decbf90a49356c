package io.leadflux.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventEncoder;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An event that is known valid skips checks; these must be checks that find nothing in it. */
final class KnownValidEventTest {

    private static final String[] PIECES = {
        " ",
        "-",
        ".",
        "(",
        ")",
        "/",
        "_",
        "0",
        "1",
        "415",
        "0170",
        "555-2671",
        "1234567",
        "a",
        "F",
        "z",
        "md5",
        "MD-5:",
        "sha1=",
        "sha256:",
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "3f0e8b9a-5a53-4e0b-9d6b-2a7d3f1c4e58",
        "GA1.1."
    };

    private static final String[] URLS = {
        "https://shop.example",
        "HTTP://192.0.2.7/",
        "https://[2001:db8::1]",
        "https://a_b.example.",
        "https://",
        "http://shop.example/x",
        "ftp://shop.example",
        "https://shop..example",
        "https://1.2.3",
        ""
    };
    private static final String[] ADDRESSES = {
        "172.59.8.172",
        "2001:db8::192.0.2.7",
        "::",
        "172.59.8.1720",
        "1.2.3",
        "2001:db8:::1",
        "fe80::1%eth0",
        " 1.2.3.4",
        ""
    };
    private static final String[] USER_AGENTS = {
        "Mozilla/5.0",
        "Müller \"App\"/1",
        "見積もり",
        "x 見積もり",
        "a@b.example",
        "50%40",
        "tab\there",
        "half\ud83d",
        "😀",
        "x😀",
        " leading",
        "\u00a0",
        "\u3000\u3000",
        "x\u0085",
        ""
    };
    private static final String[] USER_IDS = {"1", "0123456789", "12a", "١", "-1", " 1", ""};

    @Test
    void validate_randomEvents_findsWhatAllChecksFind() {
        long seed = 77L;
        Random random = new Random(seed);
        int knownValid = 0;
        int broken = 0;
        for (int i = 0; i < 300_000; i++) {
            ServerEvent event = event(random);
            List<Violation> fully = Samples.VALIDATOR.validateFully(event);
            assertThat(Samples.VALIDATOR.validate(event))
                    .as("seed %d, round %d: %s", seed, i, new String(EventEncoder.encode(event), UTF_8))
                    .isEqualTo(fully);
            knownValid += event.isKnownValid() ? 1 : 0;
            broken += fully.isEmpty() ? 0 : 1;
        }
        assertThat(knownValid).isBetween(20_000, 280_000);
        assertThat(broken).isBetween(20_000, 280_000);
    }

    /** Valid except for one or two fields, which may be valid as well. */
    private static ServerEvent event(Random random) {
        UserData.Builder user = Samples.user();
        ServerEvent.Builder event = Samples.lead();
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            switch (random.nextInt(11)) {
                case 0 -> event.eventSourceUrl(orNull(random, URLS));
                case 1 -> user.clientIpAddress(orNull(random, ADDRESSES));
                case 2 -> user.clientUserAgent(orNull(random, USER_AGENTS));
                case 3 -> user.userId(orNull(random, USER_IDS));
                case 4 -> user.clientId(orNull(random, identifier(random)));
                case 5 -> user.alart(orNull(random, identifier(random)));
                case 6 -> user.aleid(orNull(random, identifier(random)));
                case 7 -> event.dedupeId(orNull(random, identifier(random), "aleid-query-param"));
                case 8 -> user.clientId(null).alart(null).userId(orNull(random, USER_IDS));
                case 9 -> user.esi(null);
                default -> event.name(null).eventTime(random.nextBoolean() ? null : Samples.NOW / 1_000);
            }
        }
        return event.userData(random.nextInt(50) == 0 ? null : user.build()).build();
    }

    private static @Nullable String orNull(Random random, String... choices) {
        int choice = random.nextInt(choices.length + 1);
        return choice == choices.length ? null : choices[choice];
    }

    @Test
    void validate_everyCharacterInEveryText_findsWhatAllChecksFind() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            for (String text : List.of("x" + (char) c, (char) c + "x")) {
                ServerEvent inUser =
                        withUser(Samples.user().clientUserAgent(text).alart(text));
                assertThat(Samples.VALIDATOR.validate(inUser))
                        .as("%x", c)
                        .isEqualTo(Samples.VALIDATOR.validateFully(inUser));
                ServerEvent beside = Samples.lead().dedupeId(text).build();
                assertThat(Samples.VALIDATOR.validate(beside))
                        .as("%x", c)
                        .isEqualTo(Samples.VALIDATOR.validateFully(beside));
            }
        }
    }

    @Test
    void isKnownValid_usualEvents_isTrue() {
        assertThat(Samples.lead().build().isKnownValid()).isTrue();
        assertThat(Samples.pageView().build().isKnownValid()).isTrue();
        assertThat(withUser(Samples.user().clientUserAgent("Müller \"App\"/1")).isKnownValid())
                .isTrue();
        assertThat(withUser(Samples.user().aleid(null).clientId(null).userId(null))
                        .isKnownValid())
                .isTrue();
    }

    @Test
    void validate_knownValidEventWithALongText_isReported() {
        for (UserData.Builder user :
                List.of(Samples.user().alart("x-".repeat(1_025)), Samples.user().clientUserAgent("x".repeat(2_049)))) {
            ServerEvent event = withUser(user);
            assertThat(event.isKnownValid()).isTrue();
            assertThat(Samples.VALIDATOR.validate(event)).hasSize(1);
        }
    }

    @Test
    void validate_knownValidEventWithManyTextsThatAreLongTogether_isValid() {
        ServerEvent event = withUser(Samples.user().alart("x-".repeat(900)).clientId("y-".repeat(900)));
        assertThat(event.isKnownValid()).isTrue();
        assertThat(Samples.VALIDATOR.validate(event)).isEmpty();
    }

    private static ServerEvent withUser(UserData.Builder user) {
        return Samples.lead().userData(user.build()).build();
    }

    private static String identifier(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
