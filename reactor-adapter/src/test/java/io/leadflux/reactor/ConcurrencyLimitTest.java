package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private static final long USUAL = 50_000_000;

    private final ConcurrencyLimit limit = ConcurrencyLimit.adaptive(4, 2, 10);
    private long now;

    private void windows(int count, long latency, boolean busy) {
        for (int i = 0; i < count; i++) {
            if (busy) {
                limit.started(limit.permits());
            }
            now += 20 * latency;
            limit.succeeded(latency, now);
        }
    }

    @Test
    void overloaded_again_goesDownToTheFloorAndNoFurther() {
        for (int i = 0; i < 100; i++) {
            now += USUAL;
            limit.overloaded(now);
        }
        assertThat(limit.permits()).isEqualTo(2);
    }

    @Test
    void succeeded_muchSlowerThanUsual_givesPermitsBack() {
        windows(20, USUAL, true);
        assertThat(limit.permits()).isEqualTo(10);
        windows(1, USUAL * 4, true);
        assertThat(limit.permits()).isEqualTo(9);
    }

    @Test
    void succeeded_limitReached_addsOneEachWindowUpToTheCeiling() {
        windows(1, USUAL, true);
        assertThat(limit.permits()).isEqualTo(5);
        windows(30, USUAL, true);
        assertThat(limit.permits()).isEqualTo(10);
    }

    @Test
    void succeeded_limitNotReached_addsNone() {
        windows(30, USUAL, false);
        assertThat(limit.permits()).isEqualTo(4);
    }

    @Test
    void overloaded_fixedLimit_changesNothing() {
        ConcurrencyLimit fixed = ConcurrencyLimit.adaptive(3, 3, 3);
        fixed.overloaded(1);
        assertThat(fixed.permits()).isEqualTo(3);
    }
}
