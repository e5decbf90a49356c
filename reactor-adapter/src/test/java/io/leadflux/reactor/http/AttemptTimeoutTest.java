package io.leadflux.reactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** One timer gives up every attempt in its time, and rests when there are none. */
final class AttemptTimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(16);
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AttemptTimeout timeout = new AttemptTimeout(LIMIT, Timing.of(time));

    private AtomicReference<Throwable> failureOf(Mono<String> attempt) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        timeout.limit(attempt).subscribe(value -> {}, failure::set);
        return failure;
    }

    @Test
    void limit_attemptThatNeverEnds_isGivenUpInItsTime() {
        AtomicReference<Throwable> failure = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.minusMillis(1));
        assertThat(failure).hasNullValue();
        time.advanceTimeBy(CHECK);
        assertThat(failure.get()).isInstanceOf(TimeoutException.class).hasMessage("took longer than PT16S");
    }

    @Test
    void limit_attemptsOneAfterAnother_eachHasItsOwnTime() {
        AtomicReference<Throwable> first = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.dividedBy(2));
        AtomicReference<Throwable> second = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.dividedBy(2).plus(CHECK));
        assertThat(first.get()).isInstanceOf(TimeoutException.class);
        assertThat(second).hasNullValue();
        time.advanceTimeBy(LIMIT.dividedBy(2).plus(CHECK));
        assertThat(second.get()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void limit_attemptThatEnds_keepsItsResultAndTheTimerRests() {
        Sinks.One<String> response = Sinks.one();
        AtomicReference<String> result = new AtomicReference<>();
        timeout.limit(response.asMono()).subscribe(result::set);
        response.tryEmitValue("response");
        assertThat(result).hasValue("response");
        timeout.limit(Mono.never()).subscribe().dispose();
        time.advanceTimeBy(CHECK);
        long checks = time.getScheduledTaskCount();
        time.advanceTimeBy(LIMIT.multipliedBy(3));
        assertThat(time.getScheduledTaskCount()).isEqualTo(checks);
        AtomicReference<Throwable> later = failureOf(Mono.never());
        time.advanceTimeBy(LIMIT.plus(CHECK));
        assertThat(later.get()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void limit_manyAttempts_takeOneTimer() {
        for (int i = 0; i < 1_000; i++) {
            failureOf(Mono.never());
        }
        assertThat(time.getScheduledTaskCount()).isOne();
    }

    @Test
    void limit_wallClockSetBack_isStillKept() {
        WallClock wallClock = new WallClock();
        AttemptTimeout real = new AttemptTimeout(Duration.ofMillis(320), Timing.of(wallClock));
        StepVerifier.create(real.limit(Mono.never()))
                .then(() -> wallClock.shift.set(-Duration.ofHours(1).toNanos()))
                .expectError(TimeoutException.class)
                .verify(Watchdog.LIMIT);
    }

    @Test
    void limit_wallClockSetForward_givesNothingUp() {
        WallClock wallClock = new WallClock();
        AttemptTimeout real = new AttemptTimeout(Duration.ofMinutes(1), Timing.of(wallClock));
        StepVerifier.create(real.limit(Mono.never()))
                .then(() -> wallClock.shift.set(Duration.ofHours(1).toNanos()))
                .then(wallClock::runNext)
                .expectTimeout(Duration.ofMillis(100))
                .verify();
    }

    /** A real scheduler, whose clock is the machine's and can be set. */
    private static final class WallClock implements Scheduler {

        final AtomicLong shift = new AtomicLong();
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

        void runNext() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            tasks.add(task);
            return Schedulers.parallel().schedule(this::runNext, delay, unit);
        }

        @Override
        public Disposable schedule(Runnable task) {
            return Schedulers.parallel().schedule(task);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.parallel().createWorker();
        }

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(System.currentTimeMillis() * 1_000_000 + shift.get(), TimeUnit.NANOSECONDS);
        }
    }
}
