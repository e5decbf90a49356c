package io.leadflux.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventData;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private final EventReader reader = EventReader.create();

    // ---- the input as a whole

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "\t \r\n"})
    void read_emptyInput_isMalformed(String json) {
        assertNothingRead(json, Rule.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{",
                "}",
                "{\"name\"",
                "{\"name\":",
                "{\"name\":}",
                "{\"name\":tru}",
                "{name:1}",
                "{'name':1}",
                "{,}",
                "{\"name\" 1}",
                "nul",
                "{//\n}",
                "\0",
                "\0{\"",
                "{\0}",
                "{\"name\":+1}",
                "{\"name\":01}",
                "{\"name\":.5}",
                "{\"name\":5.}",
                "{\"name\":\"\n\"}",
                "{\"name\":\"\\x\"}",
                "{\"name\":\"\\ud8\"}"
            })
    void read_brokenJson_isMalformed(String json) {
        assertThat(read(json).violations()).extracting(Violation::rule).contains(Rule.MALFORMED_JSON);
        assertThat(read(json).isWellFormed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "1", "\"{}\"", "null", "true", "NaN", "\"abc"})
    void read_noObject_isWrongType(String json) {
        assertNothingRead(json, Rule.WRONG_TYPE);
    }

    @Test
    void read_envelope_saysThatOneEventIsExpected() {
        ReadResult result = read("{\"events\":[{\"name\":\"page_view\"}]}");

        assertThat(result.event()).isNull();
        assertThat(result.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("events");
            assertThat(violation.rule()).isEqualTo(Rule.UNKNOWN_FIELD);
            assertThat(violation.message()).contains("body of a request");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} x", "{}}", "{}{}", "{},", "{} null", "{}\n[]", "{}\0"})
    void read_trailingContent_isReported(String json) {
        assertRules(read(json), ":TRAILING_CONTENT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c080",
                "c122",
                "e08080",
                "eda080",
                "edb080",
                "f08080af",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "c3",
                "e282",
                "f09f98"
            })
    void read_badUtf8_isMalformed(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] json = bytes("{\"dedupe_id\":\"é", bad, "\"}");

        ReadResult result = reader.read(json);

        assertThat(result.event()).isNull();
        assertRules(result, ":MALFORMED_UTF8");
        assertThat(result.violations().get(0).message()).startsWith("byte 17 ");
    }

    @Test
    void read_badUtf8OnLaterLine_namesTheLine() {
        byte[] json = bytes("\n{\r\n\"dedupe_id\":\r\"", new byte[] {(byte) 0xff}, "\"}");

        assertThat(reader.read(json, 0, json.length, 10).violations())
                .extracting(Violation::line)
                .containsExactly(13L);
    }

    @Test
    void read_byteOrderMark_isReportedAndReadingGoesOn() {
        ReadResult result = read("\ufeff{\"name\":1,\"dedupe_id\":\"d\"}");

        assertRules(result, ":MALFORMED_JSON", "name:WRONG_TYPE");
        assertThat(result.violations().get(0).message()).contains("byte order mark");
        assertThat(result.event()).isEqualTo(ServerEvent.builder().dedupeId("d").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void read_otherUnicodeEncoding_isRefused(String charset) {
        ReadResult result = reader.read("{\"name\":\"page_view\"}".getBytes(Charset.forName(charset)));

        assertThat(result.event()).isNull();
        assertThat(result.violations()).isNotEmpty();
    }

    @Test
    void read_utf16Text_doesNotEchoIt() {
        assertThat(reader.read("{\"secret\":1}".getBytes(UTF_16LE)).violations().toString())
                .doesNotContain("secret");
    }

    @Test
    void read_longerThanMaximum_isNotParsed() {
        EventReader small = EventReader.builder().maxBytes(20).build();

        assertThat(small.read("{\"dedupe_id\":\"1234\"}".getBytes(UTF_8)).isWellFormed())
                .isTrue();
        ReadResult tooLong = small.read("{\"dedupe_id\":\"12345\"}".getBytes(UTF_8));
        assertThat(tooLong.event()).isNull();
        assertRules(tooLong, ":INPUT_TOO_LARGE");
        assertThat(tooLong.violations().get(0).message()).contains("21").contains("20");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 16 * 1024 * 1024 + 1})
    void maxBytes_outsideOfRange_namesTheValue(int maxBytes) {
        assertThatThrownBy(() -> EventReader.builder().maxBytes(maxBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not " + maxBytes);
    }

    @Test
    void read_wrongCall_throws() {
        assertThatThrownBy(() -> reader.read(new byte[2], 1, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.read(new byte[2], 0, 2, 0))
                .hasMessage("line must be from 1 to 9223372036854775807, not 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":", "{\"x\":", "{\"user_data\":{\"esi\":", ""})
    void read_nestingBomb_isRefused(String before) {
        for (String open : new String[] {"[", "{\"a\":"}) {
            String json = before + open.repeat(10_000);

            assertThat(read(json).isWellFormed()).isFalse();
            assertThat(read(json).violations()).hasSizeLessThan(4);
        }
    }

    @Test
    void read_hugeName_isRefusedAndNotEchoed() {
        ReadResult result = read("{\"dedupe_id\":\"d\",\"" + "n".repeat(60_000) + "\":1}");

        assertRules(result, ":INPUT_TOO_LARGE");
        assertThat(result.violations().get(0).message()).hasSizeLessThan(200);
        assertThat(result.event()).isEqualTo(ServerEvent.builder().dedupeId("d").build());
    }

    @Test
    void read_hugeString_isReadUpToTheInputsBound() {
        String id = "d".repeat(60_000);

        assertThat(read("{\"dedupe_id\":\"" + id + "\"}").event())
                .isEqualTo(ServerEvent.builder().dedupeId(id).build());
    }

    @Test
    void read_thousandsOfViolations_areBounded() {
        String json = "{" + "\"x\":1,".repeat(5_000) + "\"dedupe_id\":\"d\"}";

        assertThat(read(json).violations()).hasSize(100);
        assertThat(read(json).event())
                .isEqualTo(ServerEvent.builder().dedupeId("d").build());
    }

    // ---- single fields

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"name\":\"purchase\"', name:UNKNOWN_VALUE",
                "'\"name\":\"PAGE_VIEW\"', name:UNKNOWN_VALUE",
                "'\"name\":\"\"', name:UNKNOWN_VALUE",
                "'\"name\":null', name:WRONG_TYPE",
                "'\"name\":1', name:WRONG_TYPE",
                "'\"name\":NaN', name:NOT_A_NUMBER",
                "'\"event_time\":\"1741784485001\"', event_time:WRONG_TYPE",
                "'\"event_time\":1741784485001.0', event_time:WRONG_TYPE",
                "'\"event_time\":1E12', event_time:WRONG_TYPE",
                "'\"event_time\":9223372036854775808', event_time:WRONG_TYPE",
                "'\"event_time\":-9223372036854775809', event_time:WRONG_TYPE",
                "'\"event_time\":null', event_time:WRONG_TYPE",
                "'\"event_time\":NaN', event_time:NOT_A_NUMBER",
                "'\"event_time\":\"Infinity\"', event_time:NOT_A_NUMBER",
                "'\"event_source_url\":null', event_source_url:WRONG_TYPE",
                "'\"event_source_url\":[\"https://a.example\"]', event_source_url:WRONG_TYPE",
                "'\"dedupe_id\":17', dedupe_id:WRONG_TYPE",
                "'\"dedupe_id\":true', dedupe_id:WRONG_TYPE",
                "'\"user_data\":null', user_data:WRONG_TYPE",
                "'\"user_data\":[{\"esi\":1}]', user_data:WRONG_TYPE",
                "'\"user_data\":{\"esi\":\"Web\"}', user_data.esi:UNKNOWN_VALUE",
                "'\"user_data\":{\"esi\":null}', user_data.esi:WRONG_TYPE",
                "'\"user_data\":{\"user_id\":12345}', user_data.user_id:WRONG_TYPE",
                "'\"user_data\":{\"aleid\":null}', user_data.aleid:WRONG_TYPE",
                "'\"user_data\":{\"alart\":{}}', user_data.alart:WRONG_TYPE",
                "'\"user_data\":{\"client_id\":false}', user_data.client_id:WRONG_TYPE",
                "'\"user_data\":{\"client_ip_address\":[]}', user_data.client_ip_address:WRONG_TYPE",
                "'\"user_data\":{\"client_user_agent\":1.5}', user_data.client_user_agent:WRONG_TYPE",
                "'\"data\":[]', data:WRONG_TYPE",
                "'\"data\":\"null\"', data:WRONG_TYPE",
                "'\"data\":{\"currency\":null}', data.currency:WRONG_TYPE",
                "'\"data\":{\"currency\":840}', data.currency:WRONG_TYPE",
                "'\"data\":{\"value\":\"20\"}', data.value:WRONG_TYPE",
                "'\"data\":{\"value\":null}', data.value:WRONG_TYPE",
                "'\"data\":{\"value\":[20]}', data.value:WRONG_TYPE",
                "'\"data\":{\"value\":NaN}', data.value:NOT_A_NUMBER",
                "'\"data\":{\"value\":-Infinity}', data.value:NOT_A_NUMBER",
                "'\"data\":{\"value\":\"NaN\"}', data.value:NOT_A_NUMBER",
                "'\"data\":{\"value\":1E99999999999}', data.value:INPUT_TOO_LARGE",
                "'\"data\":{\"items\":[]}', data.items:UNKNOWN_FIELD",
                "'\"user_data\":{\"user_data\":{}}', user_data.user_data:UNKNOWN_FIELD",
                "'\"Name\":\"page_view\"', Name:UNKNOWN_FIELD",
                "'\"\":1', (empty name):UNKNOWN_FIELD",
            })
    void read_badField_namesItAndReadsOn(String field, String violation) {
        ReadResult result = read("{" + field + ",\"dedupe_id\":\"behind\",\"name\":\"page_view\"}");

        assertThat(rules(result)).contains(violation);
        assertThat(rules(result))
                .filteredOn(rule -> !rule.endsWith("DUPLICATE_FIELD"))
                .containsExactly(violation);
    }

    @Test
    void read_hugeNumbers_areRefusedQuicklyAndReadingGoesOn() {
        String digits = "9".repeat(20_000);
        ReadResult result = read("{\"event_time\":" + digits + ",\"data\":{\"value\":" + digits
                + ",\"currency\":\"USD\"},\"dedupe_id\":\"d\"}");

        assertRules(result, "event_time:WRONG_TYPE", "data.value:INPUT_TOO_LARGE");
        assertThat(result.event())
                .isEqualTo(ServerEvent.builder()
                        .data(EventData.ofNullable("USD", null))
                        .dedupeId("d")
                        .build());
    }

    @Test
    void read_numberAtTheBounds_isTakenAndWrittenReadably() {
        String[] taken = {
            "9".repeat(1_100),
            "-" + "9".repeat(1_099) + ".9",
            "-0." + "9".repeat(1_100),
            "0." + "0".repeat(4_093) + "1",
            "9".repeat(1_100) + "E9",
            "-9." + "9".repeat(1_099) + "E-2147480000"
        };
        for (String number : taken) {
            ServerEvent event = read("{\"data\":{\"value\":" + number + "}}").event();

            assertThat(event)
                    .isEqualTo(ServerEvent.builder()
                            .data(EventData.ofNullable(null, new BigDecimal(number)))
                            .build());
            assertThat(
                            event == null
                                    ? null
                                    : reader.read(EventEncoder.encode(event)).event())
                    .isEqualTo(event);
        }
        for (String number : new String[] {"9".repeat(1_101), "0." + "0".repeat(4_094) + "1"}) {
            assertRules(read("{\"data\":{\"value\":" + number + "}}"), "data.value:INPUT_TOO_LARGE");
        }
    }

    @Test
    void read_manyViolations_reportsAllInOrder() {
        ReadResult result = read("{\"name\":\"buy\",\"x\":{\"name\":[1]},\"user_data\":{\"esi\":1,\"email\":\"e\","
                + "\"aleid\":\"a\"},\"event_time\":\"t\",\"data\":{\"value\":\"v\"}} trailing");

        assertRules(
                result,
                "name:UNKNOWN_VALUE",
                "x:UNKNOWN_FIELD",
                "user_data.esi:WRONG_TYPE",
                "user_data.email:UNKNOWN_FIELD",
                "event_time:WRONG_TYPE",
                "data.value:WRONG_TYPE",
                ":TRAILING_CONTENT");
        assertThat(result.event())
                .isEqualTo(ServerEvent.builder()
                        .userData(UserData.builder().aleid("a").build())
                        .data(EventData.ofNullable(null, null))
                        .build());
    }

    @Test
    void read_duplicateField_firstValueCounts() {
        ReadResult result = read("{\"dedupe_id\":\"1\",\"dedupe_id\":\"2\",\"user_data\":{\"aleid\":\"a\","
                + "\"aleid\":[[]]},\"user_data\":{\"alart\":\"b\"},\"de\\u0064upe_id\":3}");

        assertRules(
                result,
                "dedupe_id:DUPLICATE_FIELD",
                "user_data.aleid:DUPLICATE_FIELD",
                "user_data:DUPLICATE_FIELD",
                "dedupe_id:DUPLICATE_FIELD");
        assertThat(result.event())
                .isEqualTo(ServerEvent.builder()
                        .dedupeId("1")
                        .userData(UserData.builder().aleid("a").build())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "axwrt",
                "email",
                "phone",
                "zip",
                "country_code",
                "os",
                "sid",
                "ifa",
                "idfv",
                "measurement_partner_data",
                "items",
                "hashed_email",
                "Phone_Number"
            })
    void read_fieldOfTheGeneralApi_saysThatItIsForbidden(String name) {
        for (String json : new String[] {"{\"%s\":\"v\"}", "{\"user_data\":{\"%s\":\"v\"}}"}) {
            assertThat(read(json.formatted(name)).violations()).singleElement().satisfies(violation -> {
                assertThat(violation.rule()).isEqualTo(Rule.UNKNOWN_FIELD);
                assertThat(violation.field()).endsWith(name);
                assertThat(violation.message()).contains("forbids").contains("restricted advertisers");
            });
        }
    }

    @Test
    void read_fieldOfAnotherObject_saysWhereItBelongs() {
        assertThat(read("{\"esi\":\"web\",\"user_data\":{\"name\":\"n\",\"value\":1}}")
                        .violations())
                .extracting(Violation::message)
                .containsExactly(
                        "this field belongs to user_data",
                        "this field belongs to the event itself",
                        "this field belongs to data");
    }

    @ParameterizedTest
    @CsvSource({
        "jane@example.com, (name withheld)",
        "jane%40example.com, (name withheld)",
        "15551234567, (name withheld)",
        "a\\u0000b\\nc, a?b?c",
        "a\\u202ebé, a?b?",
        "a b, a?b"
    })
    void read_hostileName_isNotEchoed(String name, String shown) {
        assertThat(read("{\"" + name + "\":1}").violations())
                .extracting(Violation::field)
                .containsExactly(shown);
    }

    @Test
    void read_longName_isCut() {
        assertThat(read("{\"" + "n".repeat(200) + "\":1}").violations())
                .extracting(Violation::field)
                .containsExactly("n".repeat(64) + "...");
    }

    @Test
    void read_badValues_areNotEchoed() {
        String secret = "Jane7Doe";
        String[] inputs = {
            "{\"name\":\"%s\"}",
            "{\"event_time\":\"%s\"}",
            "{\"user_data\":\"%s\"}",
            "{\"user_data\":{\"esi\":\"%s\"}}",
            "{\"x\":\"%s\"}",
            "{\"name\":%s}",
            "{} %s",
            "%s",
            "{\"dedupe_id\":\"%s\n\"}",
            "{\"dedupe_id\":\"%s"
        };
        for (String input : inputs) {
            ReadResult result = read(input.formatted(secret));

            assertThat(result.violations()).isNotEmpty();
            assertThat(result.violations().toString() + result).doesNotContain(secret);
        }
    }

    // ---- lines

    @Test
    void read_manyLines_namesEachFieldsLine() {
        byte[] json =
                "{\n\"name\":\n7,\r\n\"user_data\":{\r\"esi\":1,\n\n\"x\":1},\n\"data\":[\n]\n}\n!".getBytes(UTF_8);

        ReadResult result = reader.read(json, 0, json.length, 100);

        assertThat(result.violations())
                .extracting(violation -> violation.field() + ":" + violation.line())
                .containsExactly("name:102", "user_data.esi:104", "user_data.x:106", "data:107", ":110");
    }

    @Test
    void read_oneLine_namesTheGivenLine() {
        byte[] json = "{\"name\":1}".getBytes(UTF_8);

        assertThat(reader.read(json, 0, json.length, 12).violations())
                .extracting(Violation::line)
                .containsExactly(12L);
    }

    // ---- what is taken

    @Test
    void read_rangeOfBuffer_readsNothingElse() {
        byte[] json = "xx{\"dedupe_id\":\"d\"}yy".getBytes(UTF_8);

        assertThat(reader.read(json, 2, json.length - 4, 1).event())
                .isEqualTo(ServerEvent.builder().dedupeId("d").build());
    }

    @Test
    void read_anyOrderAndWhiteSpace_returnsTheEvent() {
        ReadResult result = read(" {\n\t\"data\" : { \"value\" : 20.50 , \"currency\":\"USD\" }\r\n, \"user_data\":{},"
                + "\"event_time\":1741784485001,\"name\":\"generate_lead\"} \n");

        assertThat(result.isWellFormed()).isTrue();
        assertThat(result.event())
                .isEqualTo(ServerEvent.generateLead("USD", new BigDecimal("20.5"))
                        .eventTime(1_741_784_485_001L)
                        .userData(UserData.builder().build())
                        .build());
    }

    @Test
    void read_absentOrNullData_isNull() {
        assertThat(read("{}").isWellFormed()).isTrue();
        assertThat(read("{\"data\":null}").event()).isEqualTo(read("{}").event());
    }

    @Test
    void read_escapesAndEmoji_areResolved() {
        ServerEvent event = read("{\"dedupe_id\":\"\\\"\\/\\u0041\\ud83d\\ude00😀\\ud800\"}")
                .event();

        assertThat(event)
                .isEqualTo(ServerEvent.builder().dedupeId("\"/A😀😀\ud800").build());
    }

    @Test
    void read_exactDecimal_keepsEveryDigit() {
        ServerEvent event = read("{\"data\":{\"value\":0.1000000000000000055511151231257827}}")
                .event();

        assertThat(event)
                .isEqualTo(ServerEvent.builder()
                        .data(EventData.ofNullable(null, new BigDecimal("0.1000000000000000055511151231257827")))
                        .build());
    }

    private ReadResult read(String json) {
        return reader.read(json.getBytes(UTF_8));
    }

    private void assertNothingRead(String json, Rule rule) {
        ReadResult result = read(json);

        assertThat(result.event()).isNull();
        assertThat(result.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEmpty();
            assertThat(violation.rule()).isEqualTo(rule);
        });
    }

    private static void assertRules(ReadResult result, String... rules) {
        assertThat(rules(result)).containsExactly(rules);
    }

    private static List<String> rules(ReadResult result) {
        return result.violations().stream()
                .map(violation -> violation.field() + ":" + violation.rule())
                .toList();
    }

    private static byte[] bytes(String before, byte[] middle, String behind) {
        byte[] head = before.getBytes(UTF_8);
        byte[] tail = behind.getBytes(UTF_8);
        byte[] all = new byte[head.length + middle.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(middle, 0, all, head.length, middle.length);
        System.arraycopy(tail, 0, all, head.length + middle.length, tail.length);
        return all;
    }
}
