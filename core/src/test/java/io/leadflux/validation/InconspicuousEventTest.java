package io.leadflux.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is spared with an inconspicuous event may only be what a close look would not have found either. */
final class InconspicuousEventTest {

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

    private final UserDataCheck users =
            new UserDataCheck(new StringCheck(new PersonalData(EnumSet.noneOf(Rule.class)), 2_048));

    @Test
    void validate_randomIdentifiers_areJudgedAsByACloseLook() {
        long seed = 77L;
        Random random = new Random(seed);
        int broken = 0;
        int inconspicuous = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = text(random);
            boolean isDedupeId = random.nextBoolean();
            ServerEvent event = isDedupeId
                    ? Samples.lead().dedupeId(text).build()
                    : withUser(Samples.user().alart(text));
            List<Violation> closely =
                    users.identifier(Findings.NONE, isDedupeId ? "dedupe_id" : "user_data.alart", text);
            assertThat(Samples.VALIDATOR.validate(event))
                    .as("seed %d, round %d: %s", seed, i, text)
                    .isEqualTo(closely);
            broken += closely.isEmpty() ? 0 : 1;
            inconspicuous += event.isInconspicuous() ? 1 : 0;
        }
        assertThat(broken).isBetween(1_000, 150_000);
        assertThat(inconspicuous).isBetween(1_000, 150_000);
    }

    @Test
    void validate_randomUserAgents_areJudgedAsByACloseLook() {
        long seed = 78L;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String text = text(random);
            assertThat(Samples.VALIDATOR.validate(withUser(Samples.user().clientUserAgent(text))))
                    .as("seed %d, round %d: %s", seed, i, text)
                    .isEqualTo(users.userAgent(Findings.NONE, text));
        }
    }

    @Test
    void validate_telephoneNumberOrHashInAnyIdentifier_isReported() {
        List<Function<String, ServerEvent>> fields = List.of(
                id -> Samples.lead().dedupeId(id).build(),
                id -> withUser(Samples.user().aleid(id)),
                id -> withUser(Samples.user().clientId(id)),
                id -> withUser(Samples.user().alart(id)));
        for (Function<String, ServerEvent> field : fields) {
            for (String id : List.of("(415) 555-2671", "0170 1234567", "   ", "d41d8cd98f00b204e9800998ecf8427e")) {
                ServerEvent event = field.apply(id);
                assertThat(event.isInconspicuous()).isFalse();
                assertThat(Samples.VALIDATOR.validate(event)).hasSize(1);
            }
            ServerEvent labelled = field.apply("md5:d41d8cd98f00b204e9800998ecf8427e");
            assertThat(labelled.isInconspicuous()).isTrue();
            assertThat(Samples.VALIDATOR.validate(labelled)).hasSize(1);
        }
    }

    @Test
    void validate_longIdentifierOfInconspicuousEvent_isReported() {
        ServerEvent event = withUser(Samples.user().alart("x-".repeat(1_025)));
        assertThat(event.isInconspicuous()).isTrue();
        assertThat(Samples.VALIDATOR.validate(event)).hasSize(1);
    }

    @Test
    void validate_blankOrLongUserAgentOfInconspicuousEvent_isReported() {
        for (String agent : List.of("", " ", "x".repeat(2_049))) {
            ServerEvent event = withUser(Samples.user().clientUserAgent(agent));
            assertThat(event.isInconspicuous()).isTrue();
            assertThat(Samples.VALIDATOR.validate(event)).hasSize(1);
        }
    }

    private static ServerEvent withUser(UserData.Builder user) {
        return Samples.lead().userData(user.build()).build();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
