package io.leadflux.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the fast parser reads, the full parser reads alike and without a violation. */
class FastParserTest {

    private static final String LEAD = """
            {"event_time":1741784485001,"event_source_url":"https://example.com","name":"generate_lead",\
            "user_data":{"client_ip_address":"192.0.2.1","client_user_agent":"agent/1.0 (x)","aleid":"a",\
            "user_id":"12345","client_id":"c","alart":"","esi":"web"},"data":{"currency":"USD","value":20.50},\
            "dedupe_id":"d-1"}""";

    private static final byte[] PALETTE = "{}[]:,\"\\ 0123456789eE+-.antrul".getBytes(US_ASCII);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "null",
                "[]",
                "{,}",
                "{\"data\":null,}",
                "{\"data\":nul}",
                "{\"data\":{\"value\":01}}",
                "{\"data\":{\"value\":1.}}",
                "{\"data\":{\"value\":.5}}",
                "{\"data\":{\"value\":-1}}",
                "{\"data\":{\"value\":1e2}}",
                "{\"data\":{\"value\":1234567890123456789}}",
                "{\"data\":{\"value\":12345678901234567.89}}",
                "{\"data\":{\"value\":\"1\"}}",
                "{\"event_time\":1.5}",
                "{\"event_time\":00}",
                "{\"event_time\":}",
                "{\"event_time\":null}",
                "{\"user_data\":null}",
                "{\"user_data\":{\"esi\":\"tv\"}}",
                "{\"name\":\"purchase\"}",
                "{\"name\":\"page_views\"}",
                "{\"name\":\"page_view}",
                "{\"name\":\"page_view\",\"name\":\"page_view\"}",
                "{\"client_id\":\"c\"}",
                "{\"user_data\":{\"name\":\"page_view\"}}",
                "{\"email\":\"x\"}",
                "{\"dedupe_id\":\"a\\\\b\"}",
                "{\"dedupe_id\":\"a\\u0062\"}",
                "{\"dedupe_id\":\"a}"
            })
    void read_unusualForm_givesUp(String json) {
        assertThat(quick(json.getBytes(US_ASCII))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LEAD,
                "{}",
                " { } ",
                "{\"data\" : null , \"dedupe_id\" : \"\" }",
                "{\"data\":{}}",
                "{\"user_data\":{}}",
                "{\"data\":{\"value\":0}}",
                "{\"data\":{\"value\":0.00}}",
                "{\"data\":{\"value\":0.000000000000001}}",
                "{\"data\":{\"value\":999999999999999999}}",
                "{\"event_time\":0}",
                "{\"event_time\":999999999999999999,\"name\":\"page_view\"}"
            })
    void read_usualForm_isWhatTheFullParserReads(String json) {
        byte[] input = json.getBytes(US_ASCII);
        assertThat(quick(input)).isNotNull();
        assertAgrees(input, json);
    }

    @Test
    void read_fieldsInAnyOrder_isWhatTheThoroughWayReads() {
        long seed = 1_790;
        Random random = new Random(seed);
        List<String> user = new ArrayList<>(List.of(
                "\"client_ip_address\":\"i\"",
                "\"client_user_agent\":\"u\"",
                "\"aleid\":\"a\"",
                "\"user_id\":\"1\"",
                "\"client_id\":\"c\"",
                "\"alart\":\"r\"",
                "\"esi\":\"app\""));
        List<String> data = new ArrayList<>(List.of("\"currency\":\"EUR\"", "\"value\":1.5"));
        for (int round = 0; round < 2_000; round++) {
            Collections.shuffle(user, random);
            Collections.shuffle(data, random);
            List<String> event = new ArrayList<>(List.of(
                    "\"event_time\":1",
                    "\"event_source_url\":\"s\"",
                    "\"name\":\"page_view\"",
                    "\"user_data\":{" + String.join(",", user) + '}',
                    "\"data\":{" + String.join(", ", data) + '}',
                    "\"dedupe_id\":\"d\""));
            Collections.shuffle(event, random);
            byte[] input = ('{' + String.join(",", event) + '}').getBytes(US_ASCII);

            assertThat(assertAgrees(input, "seed " + seed + ", round " + round)).isTrue();
        }
    }

    @Test
    @Tag("proof")
    void read_damagedEvent_neverDisagrees() {
        long seed = 1_789;
        Random random = new Random(seed);
        byte[] whole = LEAD.getBytes(US_ASCII);
        int taken = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] input = whole.clone();
            for (int damages = 1 + random.nextInt(2); damages > 0; damages--) {
                input[random.nextInt(input.length)] = PALETTE[random.nextInt(PALETTE.length)];
            }
            taken += assertAgrees(input, "seed " + seed + ", round " + round) ? 1 : 0;
        }
        assertThat(taken).isBetween(10_000, 90_000);
    }

    @Test
    void read_rangeOfABuffer_looksAtNothingElse() {
        byte[] buffer = ("{}" + LEAD + "{}").getBytes(US_ASCII);
        ServerEvent event = FastParser.read(buffer, 2, buffer.length - 2);
        assertThat(event).isEqualTo(quick(LEAD.getBytes(US_ASCII))).isNotNull();
        for (int end = 3; end < buffer.length - 2; end++) {
            assertThat(FastParser.read(buffer, 2, end)).isNull();
        }
    }

    /** Whether the fast parser read the input; if so, both parsers must agree. */
    private static boolean assertAgrees(byte[] input, String what) {
        ServerEvent quick = quick(input);
        if (quick == null) {
            return false;
        }
        ReadResult thorough = EventReader.parse(input, 0, input.length, new ParseState(1, false));
        assertThat(thorough.violations()).as(what).isEmpty();
        assertThat(thorough.event()).as(what).usingRecursiveComparison().isEqualTo(quick);
        return true;
    }

    private static ServerEvent quick(byte[] input) {
        return FastParser.read(input, 0, input.length);
    }
}
