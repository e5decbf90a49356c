package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate();

    @Test
    void shut_open_tellsTheCause() {
        gate.shut(Health.OUTAGE);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.isProbing()).isFalse();
        assertThat(gate.cause()).isEqualTo(Health.OUTAGE);
        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void probe_shut_isNeitherOpenNorShut() {
        gate.shut(Health.OUTAGE);
        gate.probe();
        assertThat(gate.isShut()).isFalse();
        assertThat(gate.isProbing()).isTrue();
        assertThat(gate.cause()).isEqualTo(Health.OUTAGE);
    }

    @Test
    void probe_open_changesNothing() {
        gate.probe();
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.cause()).isEqualTo(Health.UP);
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
