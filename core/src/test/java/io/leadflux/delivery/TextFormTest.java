package io.leadflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventData;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.EventReader;
import io.leadflux.json.ReadResult;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Violation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a log line says of an event, for hostile values in every field. */
class TextFormTest {

    private static final long SEED = 20_261_201;
    private static final EventValidator VALIDATOR = EventValidator.create();
    private static final int LONGEST = 8_000;

    /** Stands for the person in every value below, so that a text that repeats a part of one is found. */
    private static final List<String> TRACES = List.of("jane", "4477", "d911017c592");

    private static final Pattern LINE = Pattern.compile("[ -~]*");

    private static final String[] HOSTILE = {
        "jane@shop.example",
        "jane%40shop.example",
        "mailto:jane@shop.example",
        "+1 (555) 010-4477",
        "555-010-4477",
        "15550104477",
        "%2B15550104477",
        "0555 0104477",
        "5d41402abc4b2a76b9719d911017c592",
        "sha1:5d41402abc4b2a76b9719d911017c59200000000",
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e730d911017c592ff",
        "jane\n2026-12-01 WARN forged",
        "jane\r\n\tat forged(Line.java:1)",
        "\u001b[2Jjane",
        "jane\u2028\u2029\u0085\u0000",
        "jane\ud83d",
        "https://jane@shop.example/jane?mail=jane",
        "jane".repeat(1_250)
    };

    private final Random random = new Random(SEED);

    @Test
    void toString_hostileValuesInEveryField_showsNoneAndKeepsToOneLine() {
        for (int i = 0; i < 20_000; i++) {
            ServerEvent event = event();
            List<Violation> violations = VALIDATOR.validate(event);
            DeliveryException late = new DeliveryException("the deadline passed", 503, null);

            List<Object> told = new ArrayList<>(List.of(event, violations));
            told.add(DeliveryResult.accepted(event, 1, true));
            told.add(DeliveryResult.failed(event, Outcome.EXPIRED, 2, true, late));
            if (!violations.isEmpty()) {
                told.add(DeliveryResult.invalid(event, violations));
            }
            assertTellsNothing(told, i);
        }
    }

    @Test
    void read_hostileValuesInEveryField_isToldWithoutThem() {
        EventReader reader = EventReader.create();
        for (int i = 0; i < 20_000; i++) {
            byte[] json = EventEncoder.encode(event());
            byte[] broken = random.nextBoolean() ? json : swapTypes(json);
            ReadResult result = reader.read(broken);

            assertTellsNothing(List.of(result, result.violations(), result.violations(VALIDATOR)), i);
        }
    }

    private static byte[] swapTypes(byte[] json) {
        return new String(json, StandardCharsets.UTF_8)
                .replace("\"event_time\":", "\"event_time\":\"jane\",\"extra\":")
                .replace("\"data\":", "\"data\":[\"jane\"],\"more\":")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void assertTellsNothing(List<Object> told, int event) {
        for (Object each : told) {
            String text = each.toString();
            assertThat(text)
                    .as("seed %d, event %d", SEED, event)
                    .hasSizeLessThan(LONGEST)
                    .matches(LINE)
                    .doesNotContain(TRACES);
        }
    }

    private ServerEvent event() {
        return ServerEvent.builder()
                .name(null)
                .eventTime(random.nextBoolean() ? Long.MIN_VALUE : 1_793_000_000_000L)
                .eventSourceUrl(value())
                .userData(UserData.builder()
                        .clientIpAddress(value())
                        .clientUserAgent(value())
                        .esi(EventSource.WEB)
                        .aleid(value())
                        .clientId(value())
                        .alart(value())
                        .userId(value())
                        .build())
                .data(EventData.of(value(), new BigDecimal("4477").negate()))
                .dedupeId(value())
                .build();
    }

    private String value() {
        String value = HOSTILE[random.nextInt(HOSTILE.length)];
        return random.nextInt(4) == 0 ? value + HOSTILE[random.nextInt(HOSTILE.length)] : value;
    }
}
