package io.leadflux.examples.web.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class PercentilesTest {

    private final Percentiles percentiles = new Percentiles(2);

    @Test
    void next_noTimes_isAllZero() {
        assertThat(percentiles.next()).isEqualTo(new Percentiles.Values(0, 0, 0, 0, 0));
    }

    @Test
    void next_impossibleTimes_areBounded() {
        percentiles.record(Duration.ofSeconds(-1));
        percentiles.record(Duration.ofDays(1));

        assertThat(percentiles.next().most()).isCloseTo(600_000, Percentage.withPercentage(1));
    }

    @Test
    void next_hundredTimes_returnsTheirPercentiles() {
        for (int i = 1; i <= 100; i++) {
            percentiles.record(Duration.ofMillis(i));
        }
        Percentiles.Values values = percentiles.next();

        assertThat(values.count()).isEqualTo(100);
        assertThat(values.p50()).isCloseTo(50, within(1.0));
        assertThat(values.p95()).isCloseTo(95, within(1.5));
        assertThat(values.p99()).isCloseTo(99, within(1.5));
    }

    @Test
    void next_timesOfEarlierPeriods_countUntilTheirPeriodExpires() {
        percentiles.record(Duration.ofMillis(5));

        assertThat(percentiles.next().count()).isOne();
        assertThat(percentiles.next().count()).isOne();
        assertThat(percentiles.next().count()).isZero();
    }
}
