package io.leadflux.benchmarks.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.benchmarks.process.Stall;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {

    private static final long MILLISECOND = 1_000_000;

    private final Pages pages = new Pages();

    @Test
    void times_moreThanThereIsRoomForAtFirst_countsEach() {
        for (int page = 0; page < 10_000; page++) {
            pages.answered(0, (page < 9_000 ? 1 : 2) * MILLISECOND);
        }
        pages.failed();

        PageTimes times = pages.times();

        assertThat(times.pages()).isEqualTo(10_000);
        assertThat(times.failures()).isEqualTo(1);
        assertThat(times.percentile(50)).isBetween(1.0, 1.01);
        assertThat(times.percentile(99)).isBetween(2.0, 2.01);
    }

    @Test
    void timesBeside_aStall_leavesOutWhatItTouchedAndAsLongAfterIt() {
        Stall stall = new Stall(10 * MILLISECOND, 12 * MILLISECOND);
        pages.answered(8 * MILLISECOND, 10 * MILLISECOND);
        pages.answered(9 * MILLISECOND, 11 * MILLISECOND);
        pages.answered(13 * MILLISECOND, 15 * MILLISECOND);
        pages.answered(14 * MILLISECOND, 15 * MILLISECOND);

        PageTimes times = pages.timesBeside(List.of(stall));

        assertThat(times.pages()).isEqualTo(2);
        assertThat(times.percentile(100)).isBetween(2.0, 2.01);
        assertThat(pages.times().pages()).isEqualTo(4);
    }
}
