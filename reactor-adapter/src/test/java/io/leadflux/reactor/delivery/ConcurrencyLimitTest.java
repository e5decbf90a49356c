package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private static final Waiter ME = new Waiter();
    private static final Waiter OTHER = new Waiter();
    private static final long USUAL = 50_000_000;

    private static final class Waiter implements Runnable {
        @Override
        public void run() {}
    }

    private final ConcurrencyLimit limit = ConcurrencyLimit.adaptive(2, 10);
    private long now;

    private void windows(int count, long latency, boolean busy) {
        for (int i = 0; i < count; i++) {
            int used = busy ? limit.permits() : 1;
            for (int taken = 0; taken < used; taken++) {
                limit.tryAcquire(ME);
            }
            for (int taken = 0; taken < used; taken++) {
                limit.release();
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
        ConcurrencyLimit fixed = ConcurrencyLimit.fixed(3);
        fixed.overloaded(1);
        assertThat(fixed.permits()).isEqualTo(3);
    }

    @Test
    void tryAcquire_noneFree_waitsInTheLine() {
        ConcurrencyLimit one = ConcurrencyLimit.fixed(1);
        assertThat(one.tryAcquire(ME)).isTrue();
        assertThat(one.tryAcquire(OTHER)).isFalse();
        assertThat(one.next()).isNull();
        one.release();
        assertThat(one.next()).isSameAs(OTHER);
        assertThat(one.tryAcquire(ME)).isFalse();
        assertThat(one.tryAcquire(OTHER)).isTrue();
        assertThat(one.inUse()).isOne();
    }

    @Test
    void leave_firstInTheLine_letsTheNextHaveItsTurn() {
        ConcurrencyLimit one = ConcurrencyLimit.fixed(1);
        one.tryAcquire(ME);
        one.tryAcquire(OTHER);
        one.tryAcquire(ME);
        one.leave(OTHER);
        one.release();
        assertThat(one.next()).isSameAs(ME);
    }
}
