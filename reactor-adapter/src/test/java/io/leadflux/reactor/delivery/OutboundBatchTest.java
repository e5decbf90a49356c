package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundBatchTest {

    private static OutboundBatch sent(int size, int attempts, int status) {
        OutboundBatch batch = Batches.of(size);
        for (int i = 0; i < attempts; i++) {
            batch.started(100 + i);
            batch.responded(SendResult.ofStatus(status));
        }
        return batch;
    }

    @Test
    void merge_keepsTheHistoryOfEachEvent() {
        OutboundBatch once = sent(2, 1, 503);
        OutboundBatch twice = sent(1, 2, 503);
        twice.markUncertain();

        OutboundBatch merged = OutboundBatch.merge(List.of(once, twice));

        assertThat(merged.size()).isEqualTo(3);
        assertThat(merged.sources).containsExactly(0, 1, 0);
        assertThat(merged.acceptedAt).containsExactly(0, 1, 0);
        assertThat(merged.oldest()).isZero();
        assertThat(new int[] {merged.attempts(0), merged.attempts(1), merged.attempts(2)})
                .containsExactly(1, 1, 2);
        assertThat(merged.isUncertain(1)).isFalse();
        assertThat(merged.isUncertain(2)).isTrue();
        assertThat(merged.firstStartedAt).isEqualTo(100);
        assertThat(merged.isRetry()).isTrue();
    }

    @Test
    void mayJoin_onlyWhatHasTheSamePast() {
        OutboundBatch fresh = Batches.of(2);
        OutboundBatch failed = sent(2, 1, 503);
        OutboundBatch suspect = Batches.of(2);
        suspect.suspect = true;
        OutboundBatch refused = sent(1, 1, 400);
        refused.refusedAlone = 1;

        assertThat(fresh.mayJoin(Batches.of(1))).isTrue();
        assertThat(failed.mayJoin(sent(1, 3, 503))).isTrue();
        assertThat(fresh.mayJoin(failed)).isFalse();
        assertThat(fresh.mayJoin(suspect)).isFalse();
        assertThat(suspect.mayJoin(fresh)).isFalse();
        assertThat(failed.mayJoin(refused)).isFalse();
    }

    @Test
    void selectWithout_isTheOthers() {
        assertThat(Batches.of(4).selectWithout(1, 3).sources).containsExactly(0, 2);
    }
}
