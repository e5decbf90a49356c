package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.Events;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class DeadLetterQueueTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Counters counters = new Counters();

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    private static DeliveryResult expired(int number) {
        DeliveryException cause = new DeliveryException("a test", 503, null);
        return DeliveryResult.failed(Events.valid(number), Outcome.EXPIRED, 1, false, cause);
    }

    @Test
    void add_handlerHangs_losesWhatIsBeyondItsCapacityAndCountsIt() {
        DeadLetterQueue queue =
                new DeadLetterQueue(result -> Mono.never(), Timing.of(time), counters::deadLetterLost, 128);
        for (int i = 0; i < 1000; i++) {
            queue.add(expired(i));
        }
        assertThat(counters.deadLettersLost()).isBetween(1000L - 130, 1000L - 128);
        time.advanceTimeBy(Duration.ofSeconds(10 * 200));
        assertThat(counters.deadLettersLost()).isEqualTo(1000);
    }

    @Test
    void drained_handlerHangs_completesWhenEachHasTimedOut() {
        DeadLetterQueue queue =
                new DeadLetterQueue(result -> Mono.never(), Timing.of(time), counters::deadLetterLost, 128);
        boolean[] drained = {false};
        queue.add(expired(1));
        queue.add(expired(2));
        queue.drained().subscribe(nothing -> {}, broken -> {}, () -> drained[0] = true);
        time.advanceTimeBy(Duration.ofSeconds(19));
        assertThat(drained[0]).isFalse();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(drained[0]).isTrue();
    }
}
