package io.leadflux.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private static final int KIB = 1024;

    private final BufferPool spares = new BufferPool();

    @Test
    void roomy_anyLength_isOneOfFewWithAnEighthToSpare() {
        Set<Integer> lengths = new HashSet<>();
        for (int length = 32 * KIB; length <= 56 * KIB; length++) {
            int roomy = BufferPool.roomy(length);
            assertThat(roomy).isBetween(length + length / 8, length + length * 2 / 5);
            lengths.add(roomy);
        }
        assertThat(lengths).containsExactlyInAnyOrder(40 * KIB, 48 * KIB, 56 * KIB, 64 * KIB);
        assertThat(BufferPool.roomy(4)).isEqualTo(4);
        assertThat(BufferPool.roomy(16 * KIB * KIB)).isEqualTo(20 * KIB * KIB);
    }

    @Test
    void take_nothingSuits_makesANewOneAndDropsWhatWasThere() {
        byte[] tooShort = new byte[20 * KIB];
        byte[] tooLong = new byte[60 * KIB];
        spares.give(tooShort);
        assertThat(spares.take(24 * KIB)).hasSize(28 * KIB);
        spares.give(tooLong);
        assertThat(spares.take(24 * KIB)).hasSize(28 * KIB);
        assertThat(spares.bytes()).isZero();
    }

    @Test
    void take_little_leavesTheSparesToOthers() {
        spares.give(new byte[20 * KIB]);

        assertThat(spares.take(10 * KIB)).hasSize(12 * KIB);
        assertThat(spares.bytes()).isEqualTo(20 * KIB);
    }

    @Test
    void take_oneSuits_givesTheLastThatCame() {
        byte[] first = new byte[20 * KIB];
        byte[] second = new byte[20 * KIB];
        spares.give(first);
        spares.give(second);

        assertThat(spares.take(18 * KIB)).isSameAs(second);
        assertThat(spares.take(18 * KIB)).isSameAs(first);
        assertThat(spares.bytes()).isZero();
    }

    @Test
    void takeAny_givesTheLastThatCameHoweverLong() {
        byte[] spare = new byte[60 * KIB];
        spares.give(spare);

        assertThat(spares.takeAny(4 * KIB)).isSameAs(spare);
        assertThat(spares.takeAny(4 * KIB)).hasSize(4 * KIB);
    }

    @Test
    void give_tinyOrHuge_isNotKept() {
        spares.give(new byte[KIB]);
        spares.give(new byte[2 * KIB * KIB]);

        assertThat(spares.bytes()).isZero();
    }

    @Test
    void give_moreThanTheMost_isNotKept() {
        for (int i = 0; i < 200; i++) {
            spares.give(new byte[64 * KIB]);
        }

        assertThat(spares.bytes()).isEqualTo(8 * KIB * KIB);
    }
}
