package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long LEAST = Duration.ofMillis(100).toNanos();
    private static final long MOST = Duration.ofSeconds(30).toNanos();

    private final CircuitBreaker breaker = new CircuitBreaker(new Backoff(LEAST, MOST, new SplittableRandom(1)));
    private long now;

    private long open(Health reason) {
        return breaker.open(reason, 0, now);
    }

    private void pass(long nanos) {
        now += nanos;
        breaker.update(now);
    }

    @Test
    void open_closed_tellsTheCause() {
        open(Health.OUTAGE);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.cause()).isEqualTo(Health.OUTAGE);
    }

    @Test
    void update_whenTheTimeIsOver_isHalfOpen() {
        long wait = open(Health.OUTAGE);
        pass(wait - 1);
        assertThat(breaker.isOpen()).isTrue();
        pass(1);
        assertThat(breaker.isHalfOpen()).isTrue();
        assertThat(breaker.cause()).isEqualTo(Health.OUTAGE);
    }

    @Test
    void open_providerAskedForLonger_staysOpenThatLong() {
        long asked = Duration.ofSeconds(7).toNanos();
        assertThat(breaker.open(Health.OUTAGE, asked, now)).isEqualTo(asked);
        pass(asked - 1);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void open_whileOpen_theLaterTimeCounts() {
        breaker.open(Health.OUTAGE, LEAST, now);
        breaker.open(Health.UNAUTHORIZED, 50 * LEAST, now);
        pass(10 * LEAST);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void open_againAndAgain_waitsLongerUpToTheMost() {
        long wait = 0;
        for (int i = 0; i < 20; i++) {
            wait = open(Health.OUTAGE);
        }
        assertThat(wait).isBetween(MOST / 2, MOST);
    }

    @Test
    void shorten_longPause_endsIt() {
        for (int i = 0; i < 20; i++) {
            open(Health.SYSTEMIC_REJECTION);
        }
        assertThat(breaker.shorten(LEAST, now)).isEqualTo(LEAST);
        pass(LEAST);
        assertThat(breaker.isHalfOpen()).isTrue();
    }

    @Test
    void closeAfter_open_changesNothing() {
        open(Health.OUTAGE);
        assertThat(breaker.closeAfter(Health.OUTAGE)).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void closeAfter_anotherCause_changesNothing() {
        pass(open(Health.UNAUTHORIZED));
        assertThat(breaker.closeAfter(Health.OUTAGE)).isFalse();
        assertThat(breaker.isHalfOpen()).isTrue();
    }

    @Test
    void closeAfter_halfOpen_closesAndStartsAgainWithShortWaits() {
        for (int i = 0; i < 5; i++) {
            pass(open(Health.OUTAGE));
        }
        assertThat(breaker.closeAfter(Health.OUTAGE)).isTrue();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.cause()).isEqualTo(Health.UP);
        assertThat(open(Health.OUTAGE)).isLessThanOrEqualTo(LEAST);
    }

    @Test
    void reset_ofTheCause_closesAtOnce() {
        open(Health.SYSTEMIC_REJECTION);
        assertThat(breaker.reset(Health.OUTAGE)).isFalse();
        assertThat(breaker.reset(Health.SYSTEMIC_REJECTION)).isTrue();
        assertThat(breaker.isClosed()).isTrue();
    }
}
