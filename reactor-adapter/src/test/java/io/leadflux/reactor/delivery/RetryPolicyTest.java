package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RetryPolicyTest {

    private static final long LEFT = Duration.ofMinutes(2).toNanos();

    private final RetryPolicy policy = new RetryPolicy(
            DeliveryOptions.of((batch, key) -> Mono.never(), ApiKeySupplier.of("key")), new SplittableRandom(1), 0);

    private RetryPolicy.Decision fail(Object batch, @Nullable Duration retryAfter) {
        return policy.failed(batch, 1, LEFT, retryAfter, true);
    }

    @Test
    void failed_oneBatchAlone_isAnOutageLaterThanSeveral() {
        for (int i = 0; i < 9; i++) {
            assertThat(fail("a", null).opensBreaker()).isFalse();
        }
        assertThat(fail("a", null).opensBreaker()).isTrue();
    }

    @Test
    void failed_severalBatchesInARow_isAnOutage() {
        for (int i = 0; i < 4; i++) {
            assertThat(fail(i, null).opensBreaker()).isFalse();
        }
        assertThat(fail("last", null).opensBreaker()).isTrue();
        policy.reached();
        assertThat(fail("next", null).opensBreaker()).isFalse();
    }

    @Test
    void failed_retryAfterForEverything_isBoundedByAPartOfTheDeliveryTimeout() {
        for (int i = 0; i < 4; i++) {
            fail(i, null);
        }
        assertThat(fail("last", Duration.ofHours(1)).nanos())
                .isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void failed_retryAfterForOneBatch_isBoundedByHalfOfItsTime() {
        assertThat(fail("a", Duration.ofSeconds(40)).nanos())
                .isEqualTo(Duration.ofSeconds(40).toNanos());
        assertThat(fail("a", Duration.ofHours(1)).nanos()).isEqualTo(LEFT / 2);
    }

    @Test
    void failed_littleTimeLeft_leavesRoomForAnotherAttempt() {
        long left = Duration.ofSeconds(1).toNanos();
        for (int i = 0; i < 100; i++) {
            assertThat(policy.failed("a", 20, left, null, true).nanos()).isLessThan(left);
        }
    }
}
