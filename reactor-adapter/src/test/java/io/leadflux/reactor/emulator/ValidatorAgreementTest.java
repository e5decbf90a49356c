package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventEncoder;
import io.leadflux.validation.EventValidator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the validator lets pass, the emulator accepts: two readings of one page, compared on texts that look for trouble. */
class ValidatorAgreementTest {

    private static final String[] PIECES = {
        "@",
        "%40",
        ".",
        "..",
        "-",
        "+",
        "a",
        "b",
        "com",
        "c0m",
        "au",
        "8",
        "0",
        "49",
        "1701234567",
        "xn--p1ai",
        "_",
        " ",
        "/",
        ":",
        "é",
        "\u0663",
        "ß",
        "%",
        "abcdef0123456789",
        "0000000000000000",
        "\u00a0",
        "https://",
        "[",
        "]",
        "::1"
    };
    private final EventValidator validator = EventValidator.builder()
            .clock(Clock.fixed(Instant.ofEpochMilli(Wire.NOW), ZoneOffset.UTC))
            .build();
    private final EnvelopeParser parser = new EnvelopeParser(new EventRules(EventRules.DEFAULT_FUTURE_TOLERANCE, true));

    /** Where a text goes. */
    enum Place {
        USER_AGENT,
        CLIENT_ID,
        DEDUPE_ID,
        URL,
        ADDRESS
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@vv3338v.auvvvvvvvvv8v",
                "a@b..com",
                "a@b.c0m.au8",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void text_thatOnlyResemblesAPerson(String text) {
        assertThat(passes(event(Place.CLIENT_ID, text))).isTrue();
        assertThat(accepts(event(Place.CLIENT_ID, text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.com", "a@b.xn--p1ai", "x jo.e+1@mail.org8.com y", "a%40b.co-8", "+14155550123"})
    void text_aboutAPerson(String text) {
        assertThat(passes(event(Place.CLIENT_ID, text))).isFalse();
        assertThat(accepts(event(Place.CLIENT_ID, text))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void texts_atRandom(Place place) {
        Random random = new Random(20);
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            ServerEvent event = event(place, text(random));
            if (passes(event)) {
                passed++;
                assertThat(accepts(event)).as(json(event)).isTrue();
            }
        }
        assertThat(passed).isPositive();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(8); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private boolean passes(ServerEvent event) {
        return validator.validate(event).isEmpty();
    }

    private boolean accepts(ServerEvent event) {
        byte[] body = Wire.envelope(json(event)).getBytes(StandardCharsets.UTF_8);
        return !parser.parse(body, body.length, Wire.NOW, true).isRejected();
    }

    private static String json(ServerEvent event) {
        return new String(EventEncoder.encode(event), StandardCharsets.UTF_8);
    }

    private static ServerEvent event(Place place, String text) {
        UserData user = UserData.builder()
                .clientIpAddress(place == Place.ADDRESS ? text : "192.0.2.7")
                .clientUserAgent(place == Place.USER_AGENT ? text : "agent")
                .esi(EventSource.WEB)
                .clientId(place == Place.CLIENT_ID ? text : "c")
                .build();
        return ServerEvent.pageView()
                .eventTime(Wire.NOW)
                .eventSourceUrl(place == Place.URL ? "https://" + text : "https://shop.example")
                .userData(user)
                .dedupeId(place == Place.DEDUPE_ID ? text : "d")
                .build();
    }
}
