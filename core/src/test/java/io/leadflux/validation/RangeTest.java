package io.leadflux.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 101, Integer.MAX_VALUE})
    void require_intOutside_throwsWithTheValue(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Range.require("maxEvents", value, 1, 100))
                .withMessage("maxEvents must be from 1 to 100, not " + value);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100})
    void require_intWithin_returnsIt(int value) {
        assertThat(Range.require("maxEvents", value, 1, 100)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -6_000_000_000L, 6_000_000_001L, Long.MAX_VALUE})
    void require_longOutside_throwsWithTheValue(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Range.require("bytes", value, -5_000_000_000L, 6_000_000_000L))
                .withMessage("bytes must be from -5000000000 to 6000000000, not " + value);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000_000_000L, 0, 6_000_000_000L})
    void require_longWithin_returnsIt(long value) {
        assertThat(Range.require("bytes", value, -5_000_000_000L, 6_000_000_000L))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NEGATIVE_INFINITY, 0.09, 10.01, Double.POSITIVE_INFINITY, Double.NaN})
    void require_doubleOutsideOrNotANumber_throwsWithTheValue(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Range.require("perSecond", value, 0.1, 10))
                .withMessage("perSecond must be from 0.1 to 10.0, not " + value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 10})
    void require_doubleWithin_returnsIt(double value) {
        assertThat(Range.require("perSecond", value, 0.1, 10)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.999999999S", "PT1H0.000000001S"})
    void require_durationOutside_throwsWithTheValue(Duration value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Range.require("linger", value, SECOND, HOUR))
                .withMessage("linger must be from PT1S to PT1H, not " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1M", "PT1H"})
    void require_durationWithin_returnsIt(Duration value) {
        assertThat(Range.require("linger", value, SECOND, HOUR)).isSameAs(value);
    }

    @Test
    void require_noDuration_throwsWithTheName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Range.require("linger", null, SECOND, HOUR))
                .withMessage("linger");
    }
}
