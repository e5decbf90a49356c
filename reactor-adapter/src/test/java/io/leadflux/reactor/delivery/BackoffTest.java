package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(100, 1000, new SplittableRandom(7));

    private long longest(int failures) {
        long longest = 0;
        for (int i = 0; i < 5000; i++) {
            longest = Math.max(longest, backoff.fullJitterNanos(failures));
        }
        return longest;
    }

    @Test
    void fullJitterNanos_moreFailures_doublesTheCeilingUpToTheMost() {
        assertThat(longest(1)).isBetween(99L, 100L);
        assertThat(longest(2)).isBetween(198L, 200L);
        assertThat(longest(4)).isBetween(790L, 800L);
        assertThat(longest(5)).isBetween(990L, 1000L);
    }

    @Test
    void fullJitterNanos_countlessFailures_staysWithinTheMost() {
        assertThat(longest(64)).isLessThanOrEqualTo(1000);
        assertThat(longest(Integer.MAX_VALUE)).isLessThanOrEqualTo(1000);
    }

    @Test
    void equalJitterNanos_anyFailures_isAtLeastHalfTheCeiling() {
        for (int i = 0; i < 5000; i++) {
            assertThat(backoff.equalJitterNanos(2)).isBetween(100L, 200L);
        }
    }
}
