package io.leadflux.reactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** One timer gives up every attempt in its time, and rests when there are none. */
final class AttemptTimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(16);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private VirtualTimeScheduler time;
    private AttemptTimeout patience;

    @BeforeEach
    void beginTime() {
        time = VirtualTimeScheduler.getOrSet();
        patience = new AttemptTimeout(LIMIT);
    }

    @AfterEach
    void endTime() {
        VirtualTimeScheduler.reset();
    }

    private AtomicReference<Throwable> failureOf(Mono<String> attempt) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        patience.with(attempt).subscribe(value -> {}, failure::set);
        return failure;
    }

    @Test
    void with_attemptThatNeverEnds_isGivenUpInItsTime() {
        AtomicReference<Throwable> failure = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.minusMillis(1));
        assertThat(failure).hasNullValue();
        time.advanceTimeBy(LOOK);
        assertThat(failure.get()).isInstanceOf(TimeoutException.class).hasMessage("took longer than PT16S");
    }

    @Test
    void with_attemptsOneAfterAnother_eachHasItsOwnTime() {
        AtomicReference<Throwable> first = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.dividedBy(2));
        AtomicReference<Throwable> second = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.dividedBy(2).plus(LOOK));
        assertThat(first.get()).isInstanceOf(TimeoutException.class);
        assertThat(second).hasNullValue();
        time.advanceTimeBy(LIMIT.dividedBy(2).plus(LOOK));
        assertThat(second.get()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void with_attemptThatEnds_keepsItsResultAndTheTimerRests() {
        Sinks.One<String> answer = Sinks.one();
        AtomicReference<String> result = new AtomicReference<>();
        patience.with(answer.asMono()).subscribe(result::set);
        answer.tryEmitValue("answer");
        assertThat(result).hasValue("answer");
        patience.with(Mono.never()).subscribe().dispose();
        time.advanceTimeBy(LOOK);
        long looks = time.getScheduledTaskCount();
        time.advanceTimeBy(LIMIT.multipliedBy(3));
        assertThat(time.getScheduledTaskCount()).isEqualTo(looks);
        AtomicReference<Throwable> later = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.plus(LOOK));
        assertThat(later.get()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void with_manyAttempts_takeOneTimer() {
        for (int i = 0; i < 1_000; i++) {
            failureOf(Mono.never());
        }
        assertThat(time.getScheduledTaskCount()).isOne();
    }
}
