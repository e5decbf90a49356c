package io.leadflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventData;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventEncoderTest {

    private static final JsonMapper ORACLE = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(5_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Test
    void encode_nothingSet_writesNullDataAlone() {
        assertThat(text(ServerEvent.builder().build())).isEqualTo("{\"data\":null}");
    }

    @Test
    void encode_emptyObjects_writesThemEmpty() {
        ServerEvent event = ServerEvent.builder()
                .userData(UserData.builder().build())
                .data(EventData.ofNullable(null, null))
                .build();

        assertThat(text(event)).isEqualTo("{\"user_data\":{},\"data\":{}}");
    }

    @Test
    void encode_currencyWithoutValue_writesCurrencyAlone() {
        ServerEvent event =
                ServerEvent.builder().data(EventData.ofNullable("USD", null)).build();

        assertThat(text(event)).isEqualTo("{\"data\":{\"currency\":\"USD\"}}");
    }

    static List<String[]> escapes() {
        return List.of(
                new String[] {"\"", "\\\""},
                new String[] {"\\", "\\\\"},
                new String[] {"/", "/"},
                new String[] {"\b\t\n\f\r", "\\b\\t\\n\\f\\r"},
                new String[] {"\0", "\\u0000"},
                new String[] {"\u000b\u001f", "\\u000b\\u001f"},
                new String[] {" \u007f", " \u007f"},
                new String[] {"\u0080é\u07ff", "\u0080é\u07ff"},
                new String[] {"\u0800\u2028\uffff", "\u0800\u2028\uffff"},
                new String[] {"😀", "😀"},
                new String[] {"\ud83d", "\\ud83d"},
                new String[] {"\ude00", "\\ude00"},
                new String[] {"\ude00\ud83d", "\\ude00\\ud83d"},
                new String[] {"\ud83d\ud83d\ude00", "\\ud83d😀"},
                new String[] {"\ud83dx", "\\ud83dx"},
                new String[] {"\u0141\u0122", "\u0141\u0122"});
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void encode_characterOutsideOfAscii_writesEscapeOrRawUtf8(String value, String written) {
        assertThat(dedupeId(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 40})
    void encode_escapeAtAnyPosition_isFound(int length) {
        for (int position = 0; position < length; position++) {
            for (String[] escape : escapes()) {
                String before = "x".repeat(position);
                String behind = "~".repeat(length - position - 1);

                assertThat(dedupeId(before + escape[0] + behind)).isEqualTo(before + escape[1] + behind);
            }
        }
    }

    @Test
    void encode_everyAsciiCharacterInLongString_meansTheSame() {
        for (char c = 0; c < 0x100; c++) {
            String value = "0123456789" + c + "abcdefgh";

            assertThat(tree(withDedupeId(value)).get("dedupe_id").stringValue()).isEqualTo(value);
        }
    }

    @Test
    void encode_pairAcrossInnerChunks_staysWhole() {
        for (int before = 500; before < 520; before++) {
            String value = "é".repeat(before) + "😀".repeat(300);

            assertThat(dedupeId(value)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "20, 20",
        "20.00, 20.00",
        "-1, -1",
        "0.05, 0.05",
        "-0.05, -0.05",
        "0.000001, 0.000001",
        "1E-7, 0.0000001",
        "0E-10, 0.0000000000",
        "1E+3, 1000",
        "12.5E+3, 12500",
        "999999999999999999, 999999999999999999",
        "1000000000000000000, 1000000000000000000",
        "123456789012345678.9, 123456789012345678.9",
        "0.123456789012345678, 0.123456789012345678",
        "-9.99999999999999999, -9.99999999999999999",
        "12345678901234567890123.45, 12345678901234567890123.45",
        "1E-18, 0.000000000000000001",
        "1E-19, 0.0000000000000000001"
    })
    void encode_decimal_isPlain(String value, String written) {
        assertThat(value(new BigDecimal(value))).isEqualTo(written);
    }

    @Test
    void encode_decimalOfThousandCharacters_isPlain() {
        BigDecimal large = new BigDecimal("1E+1090");

        assertThat(value(large)).isEqualTo("1" + "0".repeat(1090));
    }

    @ParameterizedTest
    @CsvSource({
        "1E+999999999, 1E999999999",
        "-1.5E-999999999, -15E-1000000000",
        "1E+1101, 1E1101",
        "1E-1101, 1E-1101",
        "1E+2147483647, 1E2147483647",
        "1E-2147483647, 1E-2147483647"
    })
    void encode_decimalWithHugePlainForm_hasExponent(String value, String written) {
        assertThat(value(new BigDecimal(value))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -1_100, -Integer.MAX_VALUE, Integer.MIN_VALUE})
    void encode_zeroOfAnyNegativeScale_isZero(int scale) {
        assertThat(value(new BigDecimal(BigInteger.ZERO, scale))).isEqualTo("0");
    }

    @Test
    void encode_decimalOfTheSmallestScale_hasAnExponentThatFits32Bits() {
        assertThat(value(new BigDecimal(BigInteger.valueOf(-7), Integer.MIN_VALUE)))
                .isEqualTo("-70E2147483647");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                9,
                10,
                99,
                100,
                1_741_784_485_001L,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                Long.MAX_VALUE,
                -1,
                -1_741_784_485_001L,
                Long.MIN_VALUE
            })
    void encode_eventTime_isWrittenInDigits(long time) {
        ServerEvent event = ServerEvent.builder().eventTime(time).build();

        assertThat(text(event)).isEqualTo("{\"event_time\":" + time + ",\"data\":null}");
    }

    @Test
    void encode_behindOtherBytes_leavesThemAlone() {
        Utf8Buffer out = Utf8Buffer.create(0);
        out.append("before".getBytes(UTF_8));

        EventEncoder.encode(withDedupeId("x"), out);

        assertThat(new String(out.toByteArray(), UTF_8)).isEqualTo("before{\"data\":null,\"dedupe_id\":\"x\"}");
    }

    @Test
    void encode_randomEvents_meansTheSameToJackson() {
        long seed = 7_031;
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 2_000; i++) {
            ServerEvent event = random.next();

            assertThat(new EventTree(tree(event)).event())
                    .as("seed %d, event %d", seed, i)
                    .isEqualTo(event);
        }
    }

    @Test
    void encode_plainEventsAndOthers_writesTheSameWhetherScannedBeforeOrNot() {
        long seed = 7_032;
        RandomEvents random = new RandomEvents(seed);
        int plain = 0;
        for (int i = 0; i < 1_000; i++) {
            ServerEvent event = random.next();
            ServerEvent asked = event.toBuilder().build();
            plain += asked.isPlain() ? 1 : 0;

            assertThat(EventEncoder.encode(asked))
                    .as("seed %d, event %d", seed, i)
                    .isEqualTo(EventEncoder.encode(event));
        }
        assertThat(plain).isBetween(200, 600);
    }

    @Test
    void encode_oneTextThatIsNotPlain_leavesTheOthersAsTheyAre() {
        ServerEvent.Builder event = ServerEvent.pageView()
                .eventSourceUrl("https://example.com")
                .userData(UserData.builder()
                        .clientUserAgent("0123456789")
                        .clientId("Größe \ud83d \"")
                        .userId("7")
                        .build());

        assertThat(text(event.build()))
                .isEqualTo("{\"event_source_url\":\"https://example.com\",\"name\":\"page_view\",\"user_data\":{"
                        + "\"client_user_agent\":\"0123456789\",\"user_id\":\"7\","
                        + "\"client_id\":\"Größe \\ud83d \\\"\"},\"data\":null}");
    }

    @Test
    void encode_intoBufferOfAnySize_writesTheSame() {
        ServerEvent event = ServerEvent.generateLead("USD", new BigDecimal("47.11"))
                .eventTime(1_741_784_485_001L)
                .dedupeId("order-1")
                .build();
        for (int capacity = 0; capacity < 200; capacity++) {
            Utf8Buffer out = Utf8Buffer.create(capacity);
            EventEncoder.encode(event, out);

            assertThat(new String(out.toByteArray(), UTF_8)).isEqualTo(text(event));
        }
    }

    @Test
    void encode_publishedExamples_writesTheirBytes() {
        UserData userData = UserData.builder()
                .clientIpAddress("172.59.8.172")
                .clientUserAgent("chrome/123.456 android mobile")
                .aleid("_aleid-query-param")
                .userId("12345")
                .clientId("_first_party_identifier")
                .esi(EventSource.WEB)
                .build();
        ServerEvent.Builder pageView = ServerEvent.pageView();
        ServerEvent.Builder lead = ServerEvent.generateLead("USD", 20);
        for (ServerEvent.Builder event : List.of(pageView, lead)) {
            event.eventTime(1_741_784_485_001L)
                    .eventSourceUrl("https://applovin.com")
                    .userData(userData);
        }

        assertThat(text(pageView.build()))
                .isEqualTo("{\"event_time\":1741784485001,\"event_source_url\":\"https://applovin.com\","
                        + "\"name\":\"page_view\",\"user_data\":{\"client_ip_address\":\"172.59.8.172\","
                        + "\"client_user_agent\":\"chrome/123.456 android mobile\",\"aleid\":\"_aleid-query-param\","
                        + "\"user_id\":\"12345\",\"client_id\":\"_first_party_identifier\",\"esi\":\"web\"},"
                        + "\"data\":null}");
        assertThat(text(lead.build()))
                .startsWith("{\"event_time\":1741784485001,")
                .contains("\"name\":\"generate_lead\",")
                .endsWith(",\"data\":{\"currency\":\"USD\",\"value\":20}}");
    }

    private static ServerEvent withDedupeId(String value) {
        return ServerEvent.builder().dedupeId(value).build();
    }

    private static String dedupeId(String value) {
        String text = text(withDedupeId(value));
        String before = "{\"data\":null,\"dedupe_id\":\"";
        assertThat(text).startsWith(before).endsWith("\"}");
        return text.substring(before.length(), text.length() - 2);
    }

    private static String value(BigDecimal value) {
        String text = text(
                ServerEvent.builder().data(EventData.ofNullable(null, value)).build());
        String before = "{\"data\":{\"value\":";
        assertThat(text).startsWith(before).endsWith("}}");
        return text.substring(before.length(), text.length() - 2);
    }

    private static String text(ServerEvent event) {
        return new String(EventEncoder.encode(event), UTF_8);
    }

    private static JsonNode tree(ServerEvent event) {
        return ORACLE.readTree(EventEncoder.encode(event));
    }
}
