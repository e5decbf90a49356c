package io.leadflux.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private long now = Long.MAX_VALUE - 5;

    @Test
    void of_noCallAtAll_isRefused() {
        assertThatThrownBy(() -> Pace.of(0)).hasMessage("callsPerSecond must be at least 1, not 0");
    }

    @Test
    void await_afterAPause_doesNotMakeUpForIt() {
        Pace pace = pace(100);
        pace.await();
        now += TimeUnit.SECONDS.toNanos(10);

        assertThat(nanosFor(pace, 101)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void await_manyCalls_passesThemEvenlySpread() {
        assertThat(nanosFor(pace(1000), 5001)).isEqualTo(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void await_timerThatWakesLate_keepsTheRate() {
        Pace late = new Pace(1000, () -> now, nanos -> now += nanos + TimeUnit.MILLISECONDS.toNanos(7));

        assertThat(nanosFor(late, 5001)).isBetween(TimeUnit.SECONDS.toNanos(5), TimeUnit.MILLISECONDS.toNanos(5007));
    }

    private Pace pace(int callsPerSecond) {
        return new Pace(callsPerSecond, () -> now, nanos -> now += nanos);
    }

    private long nanosFor(Pace pace, int calls) {
        long start = now;
        for (int i = 0; i < calls; i++) {
            pace.await();
        }
        return now - start;
    }
}
