package io.leadflux.reactor.emulator;

import io.leadflux.reactor.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** A scheduler that holds its one delayed task until the test lets it go. */
final class HeldDelays implements Scheduler {

    private record Held(Runnable task, Duration delay) {}

    private final CompletableFuture<Held> held = new CompletableFuture<>();

    /** Waits until a task has been scheduled; gives its delay. */
    Duration awaitTask() {
        return held.orTimeout(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .delay();
    }

    void release() {
        held.join().task().run();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        held.complete(new Held(task, Duration.of(delay, unit.toChronoUnit())));
        return Disposables.single();
    }

    @Override
    public Disposable schedule(Runnable task) {
        throw new UnsupportedOperationException("only delays");
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("only delays");
    }
}
