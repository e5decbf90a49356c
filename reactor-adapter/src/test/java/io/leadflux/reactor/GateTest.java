package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate();

    @Test
    void shut_whateverTheLimit_letsNothingPass() {
        gate.shut(Health.OUTAGE);
        assertThat(gate.permits(64)).isZero();
        assertThat(gate.cause()).isEqualTo(Health.OUTAGE);
        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void probe_shut_letsOnePass() {
        gate.shut(Health.OUTAGE);
        gate.probe();
        assertThat(gate.permits(64)).isOne();
        assertThat(gate.isProbing()).isTrue();
        assertThat(gate.cause()).isEqualTo(Health.OUTAGE);
    }

    @Test
    void probe_open_changesNothing() {
        gate.probe();
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.permits(64)).isEqualTo(64);
    }

    @Test
    void shutInARow_opened_beginsAnew() {
        gate.shut(Health.OUTAGE);
        gate.shut(Health.UNAUTHORIZED);
        assertThat(gate.shutInARow()).isEqualTo(2);
        gate.open();
        assertThat(gate.shutInARow()).isZero();
        assertThat(gate.cause()).isEqualTo(Health.UP);
    }
}
