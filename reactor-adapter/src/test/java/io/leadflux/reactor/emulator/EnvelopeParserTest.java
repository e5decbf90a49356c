package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeParserTest {

    private final EnvelopeParser parser = new EnvelopeParser(new EventRules(EventRules.DEFAULT_FUTURE_TOLERANCE, true));

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{~MALFORMED_JSON",
                "{\"events\":[~MALFORMED_JSON",
                "{\"events\":[NaN]}~MALFORMED_JSON",
                "{'events':[]}~MALFORMED_JSON",
                "{,}~MALFORMED_JSON",
                "{\"events\":[{\"name\":\"a\tb\"}]}~MALFORMED_JSON",
                "[]~NO_ENVELOPE",
                "7~NO_ENVELOPE",
                "null~NO_ENVELOPE",
                "{}~MISSING_FIELD",
                "{\"event\":[]}~UNKNOWN_FIELD",
                "{\"events\":null}~WRONG_TYPE",
                "{\"events\":{}}~WRONG_TYPE",
                "{\"events\":[]}~BATCH_SIZE",
                "{\"events\":[null]}~WRONG_TYPE",
                "{\"events\":[[]]}~WRONG_TYPE"
            })
    void parse_notAnEnvelope(String body, String code) {
        assertThat(code(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(code);
    }

    @Test
    void parse_nothing() {
        assertThat(code(new byte[0])).isEqualTo("NO_ENVELOPE");
    }

    @ParameterizedTest
    @CsvSource({"{},TRAILING_CONTENT", "x,MALFORMED_JSON", "',',MALFORMED_JSON", "7,TRAILING_CONTENT"})
    void parse_somethingBehindTheEnvelope(String rest, String code) {
        assertThat(code((Wire.envelope(Wire.LEAD) + rest).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(code);
    }

    @Test
    void parse_eventsTwice() {
        String twice = "{\"events\":[" + Wire.LEAD + "],\"events\":[" + Wire.LEAD + "]}";

        assertThat(code(twice.getBytes(StandardCharsets.UTF_8))).isEqualTo("DUPLICATE_FIELD");
    }

    @Test
    void parse_bareArray() {
        assertThat(code(('[' + Wire.LEAD + ']').getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("NO_ENVELOPE");
    }

    @Test
    void parse_notUtf8() {
        byte[] latin1 =
                Wire.envelope(Wire.LEAD.replace("chrome", "chr\u00f6me")).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(code(latin1)).isEqualTo("MALFORMED_UTF8");
    }

    @Test
    void parse_utf16() {
        byte[] utf16 = Wire.envelope(Wire.LEAD).getBytes(StandardCharsets.UTF_16LE);

        assertThat(code(utf16)).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void parse_deeplyNested() {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(code(("{\"events\":" + nested + '}').getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("WRONG_TYPE");
    }

    @Test
    void parse_tooManyEvents() {
        ParsedBatch batch = parse(Wire.repeated(Wire.LEAD, 101));

        assertThat(batch.rejection())
                .isEqualTo(new Rejection(400, "BATCH_SIZE", "events: must hold 1 to 100, was 101"));
        assertThat(batch.count()).isEqualTo(101);
        assertThat(batch.events()).hasSize(100);
    }

    @Test
    void parse_oneBadEventAmongGood() {
        String bad = Wire.LEAD.replace("\"USD\"", "\"usd\"");

        ParsedBatch batch = parse(Wire.envelope(Wire.LEAD, bad, Wire.LEAD, bad, Wire.LEAD));

        assertThat(batch.count()).isEqualTo(5);
        assertThat(batch.rejection())
                .isEqualTo(new Rejection(
                        400, "INVALID_CURRENCY", "events[1].data.currency: must be three upper-case letters"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void parse_upToTheLimit(int events) {
        ParsedBatch batch = parse(Wire.repeated(Wire.PAGE_VIEW, events));

        assertThat(batch.rejection()).isNull();
        assertThat(batch.events()).hasSize(events);
    }

    @Test
    void parse_whiteSpaceAround() {
        String body = " \r\n\t{ \"events\" : [ " + Wire.LEAD + " ] } \n";

        assertThat(parse(body).rejection()).isNull();
    }

    @Test
    void parse_keepsTheBytesOfEachEvent() {
        String first = Wire.withId(Wire.PAGE_VIEW.replace("chrome", "\ud83d\ude00 \u00e4"), "a-1");
        String second = Wire.withId(Wire.LEAD.replace(":20}", ":\n 20 }"), "b-2");
        String body = "{\"events\":[ " + first + " , " + second + " ]}";

        ParsedBatch batch = parse(body);

        assertThat(batch.rejection()).isNull();
        assertThat(batch.events())
                .map(event -> event.toReceived(body.getBytes(StandardCharsets.UTF_8)))
                .map(ReceivedEvent::json)
                .containsExactly(first, second);
        assertThat(batch.events()).map(event -> event.dedupeId).containsExactly("a-1", "b-2");
    }

    @Test
    void parse_refusalNamesNoValue() {
        String secret = "s3cret-value";

        ParsedBatch batch =
                parse(Wire.envelope(Wire.LEAD.replace("\"esi\"", "\"" + secret + "\":\"" + secret + "\",\"esi\"")));

        assertThat(batch.isRejected()).isTrue();
        assertThat(String.valueOf(batch.rejection())).doesNotContain(secret);
    }

    private ParsedBatch parse(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, bytes.length, Wire.NOW, true);
    }

    private String code(byte[] body) {
        Rejection rejection = parser.parse(body, body.length, Wire.NOW, true).rejection();
        return rejection == null ? "none" : rejection.code();
    }
}
