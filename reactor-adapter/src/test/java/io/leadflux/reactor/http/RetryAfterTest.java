package io.leadflux.reactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "1.5",
                "soon",
                "99999999999",
                "2026-11-23T12:00:00Z",
                "Mon, 99 Nov 2026 12:00:00 GMT"
            })
    void parse_neitherForm_isNull(String header) {
        assertThat(RetryAfter.parse(header, CLOCK)).isNull();
    }

    @Test
    void parse_missing_isNull() {
        assertThat(RetryAfter.parse(null, CLOCK)).isNull();
    }

    @Test
    void parse_seconds_areTaken() {
        assertThat(RetryAfter.parse(" 120 ", CLOCK)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void parse_date_isTheWaitUntilThen() {
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 12:00:30 GMT", CLOCK)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void parse_datePassed_isNoWait() {
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 11:00:00 GMT", CLOCK)).isZero();
    }
}
