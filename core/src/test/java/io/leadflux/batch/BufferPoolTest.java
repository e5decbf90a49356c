package io.leadflux.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private static final int KIB = 1024;

    private final BufferPool pool = new BufferPool();

    @Test
    void roomy_anyLength_isOneOfFewWithAnEighthMore() {
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
    void acquire_theTopDoesNotSuit_makesANewOneAndDropsTheTop() {
        byte[] tooShort = new byte[20 * KIB];
        byte[] tooLong = new byte[60 * KIB];
        pool.release(tooShort);
        assertThat(pool.acquire(24 * KIB)).hasSize(28 * KIB);
        pool.release(tooLong);
        assertThat(pool.acquire(24 * KIB)).hasSize(28 * KIB);
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void acquire_little_leavesThePoolToOthers() {
        pool.release(new byte[20 * KIB]);

        assertThat(pool.acquire(10 * KIB)).hasSize(12 * KIB);
        assertThat(pool.bytes()).isEqualTo(20 * KIB);
    }

    @Test
    void acquire_severalSuit_returnsTheLastReleased() {
        byte[] first = new byte[20 * KIB];
        byte[] second = new byte[20 * KIB];
        pool.release(first);
        pool.release(second);

        assertThat(pool.acquire(18 * KIB)).isSameAs(second);
        assertThat(pool.acquire(18 * KIB)).isSameAs(first);
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void acquireAny_anyLength_returnsTheLastReleased() {
        byte[] pooled = new byte[60 * KIB];
        pool.release(pooled);

        assertThat(pool.acquireAny(4 * KIB)).isSameAs(pooled);
        assertThat(pool.acquireAny(4 * KIB)).hasSize(4 * KIB);
    }

    @Test
    void release_tinyOrHuge_isNotPooled() {
        pool.release(new byte[KIB]);
        pool.release(new byte[2 * KIB * KIB]);

        assertThat(pool.bytes()).isZero();
    }

    @Test
    void release_moreThanThePoolHolds_isNotPooled() {
        for (int i = 0; i < 200; i++) {
            pool.release(new byte[64 * KIB]);
        }

        assertThat(pool.bytes()).isEqualTo(8 * KIB * KIB);
    }
}
