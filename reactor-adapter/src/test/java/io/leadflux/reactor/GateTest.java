package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class GateTest {

    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SignalLoop loop = new SignalLoop(Timing.of(time), () -> {});
    private final Gate gate = new Gate(loop, new Backoff(LEAST.toNanos(), MOST.toNanos(), new SplittableRandom(1)));

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    private void shut(Health reason, Duration atLeast) {
        loop.signal(() -> gate.shut(reason, atLeast.toNanos(), "a test"));
    }

    @Test
    void shut_open_tellsTheCause() {
        shut(Health.OUTAGE, Duration.ZERO);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.isProbing()).isFalse();
        assertThat(gate.cause()).isEqualTo(Health.OUTAGE);
        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void shut_afterTheWait_isNeitherOpenNorShut() {
        shut(Health.OUTAGE, Duration.ZERO);
        time.advanceTimeBy(LEAST);
        assertThat(gate.isShut()).isFalse();
        assertThat(gate.isProbing()).isTrue();
        assertThat(gate.cause()).isEqualTo(Health.OUTAGE);
    }

    @Test
    void shut_providerAskedForLonger_staysShutThatLong() {
        shut(Health.OUTAGE, Duration.ofSeconds(7));
        time.advanceTimeBy(Duration.ofMillis(6_999));
        assertThat(gate.isShut()).isTrue();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(gate.isProbing()).isTrue();
    }

    @Test
    void shut_againAndAgain_waitsLongerUpToTheMost() {
        for (int i = 0; i < 20; i++) {
            shut(Health.OUTAGE, Duration.ZERO);
            time.advanceTimeBy(i < 19 ? MOST : MOST.dividedBy(2).minusMillis(1));
        }
        assertThat(gate.isShut()).isTrue();
        time.advanceTimeBy(MOST.dividedBy(2).plusMillis(1));
        assertThat(gate.isProbing()).isTrue();
    }

    @Test
    void openAfter_shut_changesNothing() {
        shut(Health.OUTAGE, Duration.ZERO);
        gate.openAfter(Health.OUTAGE);
        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void openAfter_anotherCause_changesNothing() {
        shut(Health.UNAUTHORIZED, Duration.ZERO);
        time.advanceTimeBy(LEAST);
        gate.openAfter(Health.OUTAGE);
        assertThat(gate.isProbing()).isTrue();
    }

    @Test
    void openAfter_probing_opensAndBeginsAnewWithShortWaits() {
        for (int i = 0; i < 5; i++) {
            shut(Health.OUTAGE, Duration.ZERO);
            time.advanceTimeBy(MOST);
        }
        gate.openAfter(Health.OUTAGE);
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.cause()).isEqualTo(Health.UP);
        shut(Health.OUTAGE, Duration.ZERO);
        time.advanceTimeBy(LEAST);
        assertThat(gate.isProbing()).isTrue();
    }
}
