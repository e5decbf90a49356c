package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event says about the characters of its texts. */
final class PlainEventTest {

    private static final List<String> NOT_PLAIN = List.of(
            "\"", "\\", "\0", "\t", "\u001f", "\u007f", "\u0080", "é", "\u0122", "漢", "😀", "\ud83d", "\ude00",
            "\uffff");
    private static final List<String> PLAIN = List.of("@", "%", "+", " ", "~");

    @Test
    void isPlain_nothingSet_isTrue() {
        ServerEvent empty = ServerEvent.builder().build();
        assertThat(empty.isPlain()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isPlain_oneTextIsNot_isFalseForTheEvent(String field, Function<String, ServerEvent> holding) {
        assertThat(holding.apply("plain text").isPlain()).isTrue();
        for (String special : NOT_PLAIN) {
            assertThat(holding.apply("plain" + special).isPlain()).as(special).isFalse();
        }
        for (String special : PLAIN) {
            assertThat(holding.apply("plain" + special).isPlain()).as(special).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isPlainButForUserAgent_oneTextIsNot_isFalseUnlessItIsTheUserAgent(
            String field, Function<String, ServerEvent> holding) {
        assertThat(holding.apply("plain text").isPlainButForUserAgent()).isTrue();
        boolean userAgent = field.equals("client_user_agent");
        for (String special : NOT_PLAIN) {
            assertThat(holding.apply("plain" + special).isPlainButForUserAgent())
                    .as(special)
                    .isEqualTo(userAgent);
        }
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                text("event_source_url", text -> ServerEvent.builder().eventSourceUrl(text)),
                text("dedupe_id", text -> ServerEvent.builder().dedupeId(text)),
                text("currency", text -> ServerEvent.generateLead(text, BigDecimal.ONE)),
                user("client_ip_address", text -> UserData.builder().clientIpAddress(text)),
                user("client_user_agent", text -> UserData.builder().clientUserAgent(text)),
                user("aleid", text -> UserData.builder().aleid(text)),
                user("client_id", text -> UserData.builder().clientId(text)),
                user("alart", text -> UserData.builder().alart(text)),
                user("user_id", text -> UserData.builder().userId(text)));
    }

    private static Arguments text(String field, Function<String, ServerEvent.Builder> builder) {
        return Arguments.of(field, builder.andThen(ServerEvent.Builder::build));
    }

    private static Arguments user(String field, Function<String, UserData.Builder> builder) {
        return text(
                field,
                text -> ServerEvent.builder().userData(builder.apply(text).build()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 40})
    void isPlain_specialAtAnyPosition_isFound(int length) {
        for (int position = 0; position < length; position++) {
            StringBuilder text = new StringBuilder("x".repeat(length));
            text.setCharAt(position, '"');
            assertThat(withDedupeId(text).isPlain()).isFalse();
            text.setCharAt(position, '%');
            assertThat(withDedupeId(text).isPlain()).isTrue();
        }
    }

    @Test
    void isPlain_everyCharacterAlone_isTrueForPrintableAsciiThatNeedsNoEscape() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            boolean plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
            ServerEvent event = withDedupeId(new StringBuilder("x").append((char) c));
            assertThat(event.isPlain()).as("%x", c).isEqualTo(plain);
        }
    }

    @Test
    void textLength_isThatOfAllTexts() {
        assertThat(ServerEvent.builder().build().textLength()).isZero();
        ServerEvent full = ServerEvent.generateLead("EUR", 7)
                .eventTime(1_741_784_485_001L)
                .eventSourceUrl("https://a")
                .userData(UserData.builder()
                        .clientIpAddress("::1")
                        .clientUserAgent("\ud83d\ude00")
                        .esi(EventSource.WEB)
                        .aleid("abcd")
                        .clientId("abcde")
                        .alart("abcdef")
                        .userId("1")
                        .build())
                .dedupeId("abcdefg")
                .build();
        assertThat(full.textLength()).isEqualTo(3 + 9 + 3 + 2 + 4 + 5 + 6 + 1 + 7);
    }

    @Test
    void textLength_moreThanItTells_isTheMost() {
        String half = "x".repeat(ServerEvent.MAX_TEXT_LENGTH / 2);
        ServerEvent event =
                ServerEvent.builder().eventSourceUrl(half).dedupeId(half + "xx").build();
        assertThat(event.textLength()).isEqualTo(ServerEvent.MAX_TEXT_LENGTH).isEqualTo(67_108_863);
        assertThat(event.isPlain()).isFalse();
    }

    @Test
    void isPlain_askedBefore_staysOutOfEqualityAndCopies() {
        ServerEvent asked = withDedupeId(new StringBuilder("é"));
        assertThat(asked.isPlain()).isFalse();
        assertThat(asked.isPlain()).isFalse();
        ServerEvent unasked = withDedupeId(new StringBuilder("é"));
        assertThat(asked).isEqualTo(unasked).hasSameHashCodeAs(unasked).hasToString(unasked.toString());
        assertThat(asked.withDedupeId("e").isPlain()).isTrue();
    }

    private static ServerEvent withDedupeId(StringBuilder text) {
        return ServerEvent.builder().dedupeId(text.toString()).build();
    }
}
