package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchIsolationTest {

    private static final SendResult REFUSED = SendResult.ofStatus(400);

    private final BatchIsolation isolation = new BatchIsolation(40, new SplittableRandom(1));

    private static OutboundBatch refusedBatch(int size) {
        OutboundBatch batch = Batches.of(size);
        batch.started(1);
        batch.responded(REFUSED);
        return batch;
    }

    @Test
    void refused_wholeBudget_sendsHalf() {
        BatchIsolation.Decision decision = isolation.refused(refusedBatch(100), REFUSED, 1);
        assertThat(decision.reject()).isEmpty();
        assertThat(decision.send())
                .singleElement()
                .satisfies(probe -> assertThat(probe.size()).isEqualTo(50));
    }

    @Test
    void refused_budgetPartlyUsed_sendsEachEventAlone() {
        for (int i = 0; i < 11; i++) {
            isolation.limit().refused(i, false);
        }
        BatchIsolation.Decision decision = isolation.refused(refusedBatch(100), REFUSED, 20);
        assertThat(decision.reject()).isEmpty();
        assertThat(decision.send()).hasSize(100).allMatch(part -> part.size() == 1 && part.isProbe());
    }

    @Test
    void refused_severalBatchesInARow_triesSingleEvents() {
        isolation.refused(refusedBatch(100), REFUSED, 1);
        isolation.refused(refusedBatch(100), REFUSED, 2);
        assertThat(isolation.refused(refusedBatch(100), REFUSED, 3).send())
                .singleElement()
                .satisfies(probe -> assertThat(probe.size()).isOne());
    }

    @Test
    void accepted_everyPart_rejectsNothingAndFindsTheBatchAtFault() {
        OutboundBatch next =
                isolation.refused(refusedBatch(8), REFUSED, 1).send().get(0);
        IsolatedBatch isolated = java.util.Objects.requireNonNull(next.isolation);
        while (!isolated.isSolved()) {
            next.started(2);
            next.responded(SendResult.ofStatus(200));
            BatchIsolation.Decision decision = isolation.accepted(next, 2);
            assertThat(decision.reject()).isEmpty();
            if (!isolated.isSolved()) {
                next = decision.send().get(0);
            }
        }
        assertThat(isolated.foundOne()).isFalse();
    }

    @Test
    void suspected_batchThatKeepsFailing_isSearchedWithoutCountingARefusal() {
        assertThat(isolation.suspected(refusedBatch(10), 1).send()).hasSize(1);
        assertThat(isolation.limit().used(1)).isZero();
    }

    @Test
    void isPoisoned_nothingWasEverAccepted_isNotForAnyOriginOfTheClock() {
        for (long now : new long[] {1, -1_000, 1_000_000_000_000L, -1_000_000_000_000L}) {
            assertThat(isolation.isPoisoned(failing(now)))
                    .as("clock at %d", now)
                    .isFalse();
        }
    }

    @Test
    void isPoisoned_anotherBatchThatWasSentLaterIsAccepted_isForAnyOriginOfTheClock() {
        for (long now : new long[] {1, -1_000_000_000_000L, 1_000_000_000_000L}) {
            BatchIsolation fresh = new BatchIsolation(40, new SplittableRandom(1));
            OutboundBatch earlier = Batches.sent(200, now - 1);
            fresh.accepted(earlier, now + 1);
            assertThat(fresh.isPoisoned(failing(now))).as("earlier, at %d", now).isFalse();
            fresh.accepted(Batches.sent(200, now + 2), now + 3);
            assertThat(fresh.isPoisoned(failing(now))).as("later, at %d", now).isTrue();
        }
    }

    private static OutboundBatch failing(long since) {
        OutboundBatch batch = Batches.of(2);
        batch.failures = 3;
        batch.failingSince = since;
        return batch;
    }
}
