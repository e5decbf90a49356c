package io.leadflux.examples.web.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

final class VisitorsTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger came = new AtomicInteger();

    @AfterEach
    void stop() {
        time.dispose();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void setRate_outOfBounds_throws(int perSecond) {
        Visitors visitors = visitors(Mono.empty(), 0);

        assertThatThrownBy(() -> visitors.setRate(perSecond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 100, not " + perSecond);
    }

    @Test
    void start_visitorsWhoNeverLeave_areBounded() {
        visitors(Mono.never(), 100).start();

        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(came).hasValue(64);
    }

    @Test
    void setRate_again_replacesTheRate() {
        Visitors visitors = visitors(Mono.empty(), 50);
        visitors.start();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(came).hasValue(50);

        visitors.setRate(20);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(came).hasValue(70);

        visitors.setRate(0);
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(came).hasValue(70);
        assertThat(visitors.perSecond()).isZero();
    }

    @Test
    void setRate_afterTheSiteStopped_sendsNoVisitors() {
        Visitors visitors = visitors(Mono.empty(), 0);
        visitors.start();
        visitors.stop();

        visitors.setRate(20);
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(came).hasValue(0);
    }

    private Visitors visitors(Mono<Void> visit, int perSecond) {
        return new Visitors(visit.doOnSubscribe(begun -> came.incrementAndGet()), perSecond, time);
    }
}
