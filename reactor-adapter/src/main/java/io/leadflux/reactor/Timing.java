package io.leadflux.reactor;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** The client's time: a monotonic clock in nanoseconds and timers that agree with it. */
final class Timing {

    private final Scheduler scheduler;
    private final LongSupplier clock;

    private Timing(Scheduler scheduler, LongSupplier clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Timers of {@code scheduler} and the machine's own monotonic clock. */
    static Timing monotonic(Scheduler scheduler) {
        return new Timing(scheduler, System::nanoTime);
    }

    /** Timers and clock both of {@code scheduler}, such as one of virtual time. */
    static Timing of(Scheduler scheduler) {
        return new Timing(scheduler, () -> scheduler.now(TimeUnit.NANOSECONDS));
    }

    long nanos() {
        return clock.getAsLong();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Scheduler.Worker worker() {
        return scheduler.createWorker();
    }

    Disposable schedule(Runnable task, long delayNanos) {
        return scheduler.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }
}
