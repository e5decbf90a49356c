package io.leadflux.validation;

import static io.leadflux.validation.Samples.NOW;
import static io.leadflux.validation.Samples.VALIDATOR;
import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.lead;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeCheckTest {

    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808, EVENT_TIME_IMPLAUSIBLE",
        "-1741784485001, EVENT_TIME_IMPLAUSIBLE",
        "0, EVENT_TIME_IMPLAUSIBLE",
        "999999999, EVENT_TIME_IMPLAUSIBLE",
        "1000000000, EVENT_TIME_IN_SECONDS",
        "1741784485, EVENT_TIME_IN_SECONDS",
        "9999999999, EVENT_TIME_IN_SECONDS",
        "10000000000, EVENT_TIME_IMPLAUSIBLE",
        "999999999999, EVENT_TIME_IMPLAUSIBLE",
        "1741784785002, EVENT_TIME_IN_FUTURE",
        "9999999999999, EVENT_TIME_IN_FUTURE",
        "999999999999999, EVENT_TIME_IN_FUTURE",
        "1000000000000000, EVENT_TIME_IN_MICROSECONDS",
        "1741784485001000, EVENT_TIME_IN_MICROSECONDS",
        "9999999999999999, EVENT_TIME_IN_MICROSECONDS",
        "10000000000000000, EVENT_TIME_IN_FUTURE",
        "999999999999999999, EVENT_TIME_IN_FUTURE",
        "1000000000000000000, EVENT_TIME_IN_NANOSECONDS",
        "1741784485001000000, EVENT_TIME_IN_NANOSECONDS",
        "9223372036854775807, EVENT_TIME_IN_NANOSECONDS"
    })
    void validate_otherThanMillisecondsOfNow_breaksOneRule(long eventTime, String rule) {
        assertThat(broken(lead().eventTime(eventTime))).containsExactly("event_time " + rule);
    }

    @ParameterizedTest
    @CsvSource({"1741784485, seconds", "1741784485001000, microseconds", "1741784485001000000, nanoseconds"})
    void validate_otherUnit_isNamedInTheMessage(long eventTime, String unit) {
        assertThat(VALIDATOR.validate(lead().eventTime(eventTime).build()))
                .singleElement()
                .extracting(Violation::message)
                .asString()
                .contains("milliseconds", " " + unit);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000L, NOW - 1, NOW, NOW + 1, NOW + 300_000})
    void validate_millisecondsUpToTheTolerance_isValid(long eventTime) {
        assertThat(broken(lead().eventTime(eventTime))).isEmpty();
    }

    @Test
    void validate_eventBeforeAMomentTheClockHasShown_needsNoLookAtTheClock() {
        AtomicLong looks = new AtomicLong();
        InstantSource clock = () -> Instant.ofEpochMilli(NOW + looks.getAndIncrement());
        EventValidator validator = EventValidator.builder().clock(clock).build();
        for (int i = 0; i < 3; i++) {
            assertThat(validator.validate(lead().eventTime(NOW).build())).isEmpty();
        }
        assertThat(looks).hasValue(1);
        assertThat(validator.validate(lead().eventTime(NOW + 1).build())).isEmpty();
        assertThat(validator.validate(lead().eventTime(NOW + 300_100).build()))
                .extracting(Violation::rule)
                .containsExactly(Rule.EVENT_TIME_IN_FUTURE);
        assertThat(looks).hasValue(3);
    }

    @Test
    void validate_missing_isRequired() {
        assertThat(broken(lead().eventTime((Long) null))).containsExactly("event_time EVENT_TIME_REQUIRED");
    }
}
