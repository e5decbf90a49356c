package io.leadflux.reactor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Virtual time that counts the timers which neither rang nor were disposed of, and so keep hold of somebody. */
final class PendingTimers implements Scheduler {

    private final VirtualTimeScheduler time;
    private final AtomicInteger pending = new AtomicInteger();

    PendingTimers(VirtualTimeScheduler time) {
        this.time = time;
    }

    int count() {
        return pending.get();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        AtomicBoolean over = new AtomicBoolean();
        pending.incrementAndGet();
        time.schedule(
                () -> {
                    if (over.compareAndSet(false, true)) {
                        pending.decrementAndGet();
                        task.run();
                    }
                },
                delay,
                unit);
        return () -> {
            if (over.compareAndSet(false, true)) {
                pending.decrementAndGet();
            }
        };
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.schedule(task);
    }

    @Override
    public Worker createWorker() {
        return time.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
        return time.now(unit);
    }
}
