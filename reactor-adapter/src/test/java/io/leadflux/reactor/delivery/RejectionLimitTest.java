package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RejectionLimitTest {

    private static final long WINDOW = Duration.ofMinutes(5).toNanos();

    private final RejectionLimit limit = new RejectionLimit(16);

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            limit.refused(i, false);
        }
    }

    @Test
    void mayStart_noRefusal_isUnlimited() {
        assertThat(limit.mayStart(1000, 0)).isTrue();
    }

    @Test
    void mayStart_afterRefusals_letsNoMoreBeInFlightThanTheBudgetHasLeft() {
        refuse(10);
        assertThat(limit.mayStart(5, 10)).isTrue();
        assertThat(limit.mayStart(6, 10)).isFalse();
    }

    @Test
    void mayStart_usedUp_waitsUntilTheOldestLeavesTheWindow() {
        refuse(16);
        assertThat(limit.mayStart(0, 16)).isFalse();
        assertThat(limit.untilNext(16)).isEqualTo(WINDOW - 16);
        assertThat(limit.mayStart(0, WINDOW - 1)).isFalse();
        assertThat(limit.mayStart(0, WINDOW)).isTrue();
        assertThat(limit.used(WINDOW)).isEqualTo(15);
    }

    @Test
    void refused_beyondTheBudget_countsTheLastOnes() {
        refuse(20);
        assertThat(limit.used(20)).isEqualTo(16);
        assertThat(limit.untilNext(20)).isEqualTo(4 + WINDOW - 20);
    }

    @Test
    void maxEvents_asTheBudgetIsUsedUp_shrinksToOne() {
        assertThat(limit.maxEvents(100, 0, 0)).isEqualTo(100);
        refuse(4);
        assertThat(limit.maxEvents(100, 0, 4)).isEqualTo(100);
        assertThat(limit.isWhole(4)).isTrue();
        refuse(2);
        assertThat(limit.maxEvents(100, 0, 6)).isBetween(5, 50);
        assertThat(limit.isWhole(6)).isFalse();
        refuse(2);
        assertThat(limit.maxEvents(100, 0, 8)).isOne();
        assertThat(limit.maxEvents(100, Duration.ofSeconds(2).toNanos(), 8)).isBetween(2, 50);
        assertThat(limit.maxEvents(100, 0, WINDOW + 8)).isEqualTo(100);
    }

    @Test
    void excuseLast_everythingWasRefused_batchesStayFullThoughTheBudgetIsUsed() {
        refuse(12);
        limit.excuseLast(12);
        limit.refused(12, true);
        assertThat(limit.maxEvents(100, 0, 13)).isEqualTo(100);
        assertThat(limit.used(13)).isEqualTo(13);
        assertThat(limit.mayStart(3, 13)).isFalse();
        assertThat(limit.maxEvents(100, 0, WINDOW)).isEqualTo(100);
    }
}
