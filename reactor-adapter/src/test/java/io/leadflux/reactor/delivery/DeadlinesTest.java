package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final Deadlines deadlines = new Deadlines(1000);

    @Test
    void left_countsFromTheOldestEvent() {
        assertThat(deadlines.left(Batches.of(3), 400)).isEqualTo(600);
        assertThat(deadlines.left(Batches.of(3), 1000)).isZero();
    }

    @Test
    void planSweep_nothingWaits_needsNoTimer() {
        assertThat(deadlines.planSweep(Long.MAX_VALUE, 0)).isEqualTo(-1);
    }

    @Test
    void planSweep_onceUntilItIsDue_needsOneTimer() {
        assertThat(deadlines.planSweep(100, 200)).isEqualTo(900);
        assertThat(deadlines.planSweep(150, 300)).isEqualTo(-1);
        assertThat(deadlines.planSweep(50, 300)).isEqualTo(750);
    }

    @Test
    void planSweep_rightAfterASweep_rests() {
        deadlines.planSweep(0, 0);
        deadlines.swept(1000);
        assertThat(deadlines.planSweep(1, 1001)).isEqualTo(9);
    }

    @Test
    void overdueUntil_isOneTimeoutAgo() {
        assertThat(deadlines.overdueUntil(1500)).isEqualTo(500);
    }
}
