package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final Deadlines deadlines = new Deadlines(timeouts(1000, 1000));

    private static DeliveryTimeouts timeouts(long pageView, long lead) {
        return new DeliveryTimeouts(Duration.ofNanos(pageView), Duration.ofNanos(lead));
    }

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
        assertThat(deadlines.planSweep(1100, 200)).isEqualTo(900);
        assertThat(deadlines.planSweep(1150, 300)).isEqualTo(-1);
        assertThat(deadlines.planSweep(1050, 300)).isEqualTo(750);
    }

    @Test
    void planSweep_rightAfterASweep_rests() {
        deadlines.planSweep(1000, 0);
        deadlines.swept(1000);
        assertThat(deadlines.planSweep(1001, 1001)).isEqualTo(9);
    }

    @Test
    void overdue_isWhatCameInOneTimeoutAgo() {
        assertThat(deadlines.overdue(Batches.of(3), 1001)).containsExactly(0, 1);
        assertThat(deadlines.overdue(Batches.of(3), 999)).isEmpty();
    }

    @Test
    void due_mixedBatch_isThatOfTheFirstEventToExpire() {
        Deadlines byName = new Deadlines(timeouts(1000, 5000));
        OutboundBatch mixed = Batches.mixed(3, 4);

        assertThat(byName.due(mixed)).isEqualTo(1003);
        assertThat(byName.left(mixed, 1000)).isEqualTo(3);
        assertThat(byName.overdue(mixed, 1005)).containsExactly(3, 4, 5);
    }

    @Test
    void due_probeOfAMixedBatch_isThatOfWhatItsIsolationHasNotResolved() {
        Deadlines byName = new Deadlines(timeouts(1000, 5000));
        IsolatedBatch isolated = new IsolatedBatch(Batches.mixed(1, 1), 1, new SplittableRandom(1));
        OutboundBatch view = isolated.nextProbe(false);
        assertThat(byName.due(view)).isEqualTo(1001);

        isolated.accepted(view);

        assertThat(byName.due(isolated.nextProbe(false))).isEqualTo(5000);
    }
}
