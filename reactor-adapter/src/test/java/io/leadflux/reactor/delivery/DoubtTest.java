package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.delivery.Doubt.Ruling;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DoubtTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Doubt doubt = new Doubt();

    private Ruling refuse(OutboundBatch event, long now) {
        return doubt.refused(event, false, now);
    }

    @Test
    void refused_400WithNothingElseRefused_rejects() {
        assertThat(refuse(Batches.sent(400, 1), 1)).isEqualTo(Ruling.REJECT);
    }

    @Test
    void refused_400AfterAnother_isHeldUntilALaterRequestIsAccepted() {
        refuse(Batches.sent(400, 1), 1);
        OutboundBatch second = Batches.sent(400, 2);
        assertThat(refuse(second, 2)).isEqualTo(Ruling.HOLD);
        assertThat(doubt.accepted(1)).isEmpty();
        assertThat(doubt.accepted(3)).containsExactly(second);
        assertThat(Doubt.isBad(second)).isTrue();
    }

    @Test
    void refused_400WhenSiblingsWereAccepted_rejectsHoweverManyWereRefused() {
        for (int i = 0; i < 20; i++) {
            assertThat(doubt.refused(Batches.sent(400, i), true, i)).isEqualTo(Ruling.REJECT);
        }
        assertThat(doubt.isSystemic()).isFalse();
    }

    @Test
    void refused_anotherStatus_needsASecondRefusal() {
        OutboundBatch event = Batches.sent(404, 1);
        assertThat(refuse(event, 1)).isEqualTo(Ruling.HOLD);
        assertThat(doubt.accepted(2)).containsExactly(event);
        assertThat(Doubt.isBad(event)).isFalse();
        assertThat(refuse(event, 3)).isEqualTo(Ruling.HOLD);
        assertThat(doubt.accepted(4)).containsExactly(event);
        assertThat(Doubt.isBad(event)).isTrue();
    }

    @Test
    void refused_nothingElseGoesOn_rejectsAtTheThirdTime() {
        OutboundBatch event = Batches.sent(404, 1);
        assertThat(refuse(event, 1)).isEqualTo(Ruling.HOLD);
        doubt.resumed(event);
        assertThat(refuse(event, 2)).isEqualTo(Ruling.HOLD);
        doubt.resumed(event);
        assertThat(refuse(event, 3)).isEqualTo(Ruling.REJECT);
    }

    @Test
    void holdNanos_eachTime_doubles() {
        OutboundBatch event = Batches.sent(404, 1);
        refuse(event, 1);
        long first = Doubt.holdNanos(event);
        doubt.resumed(event);
        refuse(event, 2);
        assertThat(Doubt.holdNanos(event)).isEqualTo(2 * first);
    }

    @Test
    void refused_manyInARow_isSystemicUntilSomethingIsAccepted() {
        int rejected = 0;
        for (int i = 0; i < 20; i++) {
            rejected += refuse(Batches.sent(400, i), i) == Ruling.REJECT ? 1 : 0;
        }
        assertThat(rejected).isOne();
        assertThat(doubt.isSystemic()).isTrue();
        assertThat(refuse(Batches.sent(400, 30), 30)).isEqualTo(Ruling.KEEP);
        doubt.accepted(31);
        assertThat(doubt.isSystemic()).isFalse();
    }

    @Test
    void update_afterFiveMinutesWithoutARefusal_forgets() {
        for (int i = 0; i < 10; i++) {
            refuse(Batches.sent(400, i), i);
        }
        assertThat(doubt.update(4 * MINUTE)).isFalse();
        assertThat(doubt.update(6 * MINUTE)).isTrue();
        assertThat(doubt.isSystemic()).isFalse();
        assertThat(refuse(Batches.sent(400, 7 * MINUTE), 7 * MINUTE)).isEqualTo(Ruling.REJECT);
    }

    @Test
    void refused_twoFarApart_areNotInARow() {
        assertThat(refuse(Batches.sent(400, 0), 0)).isEqualTo(Ruling.REJECT);
        assertThat(refuse(Batches.sent(400, 20 * MINUTE), 20 * MINUTE)).isEqualTo(Ruling.REJECT);
    }
}
