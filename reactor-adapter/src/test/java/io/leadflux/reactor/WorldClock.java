package io.leadflux.reactor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * The scheduler of a simulated world's clients. Its timers run in virtual time and are counted; the time that it tells is
 * that of a wall clock, which may be set hours back and forth, and which nothing may rely on.
 */
final class WorldClock implements Scheduler {

    private final PendingTimers timers;
    private final Duration lateness;
    private long setBy;

    /** @param lateness by how much each timer fires too late */
    WorldClock(VirtualTimeScheduler time, Duration lateness) {
        this.timers = new PendingTimers(time);
        this.lateness = lateness;
    }

    /** Sets the wall clock. */
    void set(Duration by) {
        setBy += by.toNanos();
    }

    /** How many timers are set. */
    int pending() {
        return timers.count();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return timers.schedule(task, unit.toNanos(delay) + lateness.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return timers.schedule(task);
    }

    @Override
    public Worker createWorker() {
        return timers.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(timers.now(TimeUnit.NANOSECONDS) + setBy, TimeUnit.NANOSECONDS);
    }
}
