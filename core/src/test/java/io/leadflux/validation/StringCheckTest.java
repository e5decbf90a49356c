package io.leadflux.validation;

import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.brokenDedupeId;
import static io.leadflux.validation.Samples.brokenUser;
import static io.leadflux.validation.Samples.lead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.leadflux.event.UserData;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StringCheckTest {

    /** How to break one of the free strings, and its path. */
    private record Field(String path, Function<String, List<String>> brokenBy) {

        static Field ofUser(String name, BiFunction<UserData.Builder, String, UserData.Builder> set) {
            return new Field("user_data." + name, text -> brokenUser(user -> set.apply(user, text)));
        }
    }

    private static final List<Field> FIELDS = List.of(
            Field.ofUser("client_user_agent", UserData.Builder::clientUserAgent),
            Field.ofUser("aleid", UserData.Builder::aleid),
            Field.ofUser("client_id", UserData.Builder::clientId),
            Field.ofUser("alart", UserData.Builder::alart),
            new Field("dedupe_id", text -> broken(lead().dedupeId(text))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "a\u0000",
                "a\tb",
                "a\r\nb",
                "a\u001f",
                "a\u007f",
                "a\u0080",
                "a\u009f",
                "abcdefgh\u0001ijklmnop"
            })
    void validate_controlCharacter_isBrokenInEveryString(String text) {
        for (Field field : FIELDS) {
            assertThat(field.brokenBy.apply(text)).containsExactly(field.path + " CONTROL_CHARACTER");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\ud800", "a\ud800b", "a\udc00", "\udc00\ud800", "\ud83d\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void validate_loneSurrogate_isBrokenInEveryString(String text) {
        for (Field field : FIELDS) {
            assertThat(field.brokenBy.apply(text)).containsExactly(field.path + " LONE_SURROGATE");
        }
    }

    @Test
    void validate_2049Characters_isTooLongInEveryString() {
        for (Field field : FIELDS) {
            assertThat(field.brokenBy.apply("g".repeat(2_048))).isEmpty();
            assertThat(field.brokenBy.apply("g".repeat(2_049))).containsExactly(field.path + " STRING_TOO_LONG");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\r\n ", "\u00a0", "\u2003\u3000"})
    void validate_blankOptional_isBroken(String text) {
        for (Field field : FIELDS.subList(1, FIELDS.size())) {
            assertThat(field.brokenBy.apply(text)).containsExactly(field.path + " BLANK_STRING");
        }
        assertThat(brokenUser(user -> user.userId(text))).containsExactly("user_data.user_id BLANK_STRING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u00a0"})
    void validate_blankUserAgent_isRequired(String text) {
        assertThat(brokenUser(user -> user.clientUserAgent(text)))
                .containsExactly("user_data.client_user_agent USER_AGENT_REQUIRED");
        assertThat(brokenUser(user -> user.clientUserAgent(null)))
                .containsExactly("user_data.client_user_agent USER_AGENT_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " x ",
                "\u00fc",
                "\u00a0x",
                "\ud83d\ude00",
                "a\ud83d\ude00b\u20ac",
                "100%",
                "%",
                "%4",
                "@",
                "a+b",
                "\uffff"
            })
    void validate_otherText_isValid(String text) {
        for (Field field : FIELDS) {
            assertThat(field.brokenBy.apply(text)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12a", "-1", "+1", "1.0", "1 2", " 12", "\u0661\u0662", "user", "0x1f"})
    void validate_userIdOtherThanDigits_isBroken(String userId) {
        assertThat(brokenUser(user -> user.userId(userId))).containsExactly("user_data.user_id USER_ID_NOT_DIGITS");
    }

    @Test
    void validate_userIdOtherThanDigits_isCheckedAsAString() {
        assertThat(brokenUser(user -> user.userId("jane@shop.example\n")))
                .containsExactly(
                        "user_data.user_id USER_ID_NOT_DIGITS",
                        "user_data.user_id CONTROL_CHARACTER",
                        "user_data.user_id EMAIL_ADDRESS");
    }

    @Test
    void validate_userIdOfDigits_isValidUpToTheMaximum() {
        assertThat(brokenUser(user -> user.userId("0"))).isEmpty();
        assertThat(brokenUser(user -> user.userId("4155552671"))).isEmpty();
        assertThat(brokenUser(user -> user.userId("1".repeat(2_048)))).isEmpty();
        assertThat(brokenUser(user -> user.userId("1".repeat(2_049))))
                .containsExactly("user_data.user_id STRING_TOO_LONG");
    }

    @Test
    void validate_hostileLongTexts_takesLinearTime() {
        int million = 1_000_000;
        List<String> texts = List.of(
                "@".repeat(million),
                "a@".repeat(million),
                "a@a.".repeat(million),
                "a%40".repeat(million),
                "%25".repeat(million),
                "a@" + "b.".repeat(million),
                "a@" + "-".repeat(million),
                "+".repeat(million),
                "+1".repeat(million),
                "+1 ".repeat(million),
                "%2B1".repeat(million),
                "1 ".repeat(million),
                "\ud800".repeat(million));
        assertTimeoutPreemptively(Duration.ofMinutes(10), () -> {
            for (String text : texts) {
                assertThat(brokenDedupeId(text)).contains("STRING_TOO_LONG");
            }
        });
    }
}
