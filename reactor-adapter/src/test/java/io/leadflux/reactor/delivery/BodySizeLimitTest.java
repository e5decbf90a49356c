package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodySizeLimitTest {

    private final BodySizeLimit limit = new BodySizeLimit(100_000);

    private void accept(int length, int times) {
        for (int i = 0; i < times; i++) {
            limit.accepted(length);
        }
    }

    @Test
    void refused_nothingKnown_halves() {
        limit.refused(40_000);
        assertThat(limit.bytes()).isEqualTo(20_000);
    }

    @Test
    void refused_smallerOnesWereAccepted_doesNotGoBelowThem() {
        accept(30_000, 1);
        limit.refused(40_000);
        assertThat(limit.bytes()).isEqualTo(30_000);
    }

    @Test
    void refused_againAndAgain_staysAtTheLeast() {
        for (int i = 0; i < 30; i++) {
            limit.refused(limit.bytes());
        }
        assertThat(limit.bytes()).isEqualTo(1024);
    }

    @Test
    void accepted_closeToTheLimit_raisesItUpToTheConfiguredOne() {
        limit.refused(40_000);
        accept(15_000, 19);
        assertThat(limit.bytes()).isEqualTo(20_000);
        accept(15_000, 1);
        assertThat(limit.bytes()).isEqualTo(22_500);
        for (int i = 0; i < 1000; i++) {
            limit.accepted(limit.bytes());
        }
        assertThat(limit.bytes()).isEqualTo(100_000);
    }

    @Test
    void accepted_farBelowTheLimit_tellsNothing() {
        limit.refused(40_000);
        accept(1_000, 1000);
        assertThat(limit.bytes()).isEqualTo(20_000);
    }
}
