package io.leadflux.examples.web.operations;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sends visitors at a steady rate, at most 64 at once; further ones are dropped. The first come when the site starts
 * to serve, the last before it stops.
 */
final class Visitors implements SmartLifecycle {

    static final int MAX_PER_SECOND = 100;
    static final int MAX_AT_ONCE = 64;

    private final Disposable.Swap arrivals = Disposables.swap();
    private final Mono<Void> visit;
    private final Scheduler scheduler;
    private volatile int perSecond;
    private volatile boolean running;

    /**
     * No visitors yet.
     *
     * @param visit what each of them does
     * @param perSecond 0 to {@link #MAX_PER_SECOND}
     */
    Visitors(Mono<Void> visit, int perSecond, Scheduler scheduler) {
        this.visit = visit;
        this.perSecond = checked(perSecond);
        this.scheduler = scheduler;
    }

    int perSecond() {
        return perSecond;
    }

    /** Changes the rate to {@code perSecond}, 0 to {@link #MAX_PER_SECOND}. */
    void setRate(int perSecond) {
        this.perSecond = checked(perSecond);
        arrivals.update(
                perSecond == 0 ? Disposables.disposed() : arriving(perSecond).subscribe());
    }

    private static int checked(int perSecond) {
        if (perSecond < 0 || perSecond > MAX_PER_SECOND) {
            throw new IllegalArgumentException(
                    "site.visitors must be from 0 to " + MAX_PER_SECOND + ", not " + perSecond);
        }
        return perSecond;
    }

    private Flux<Void> arriving(int perSecond) {
        return Flux.interval(Duration.ofSeconds(1).dividedBy(perSecond), scheduler)
                .onBackpressureDrop()
                .flatMap(arrival -> visit, MAX_AT_ONCE);
    }

    @Override
    public void start() {
        running = true;
        setRate(perSecond);
    }

    @Override
    public void stop() {
        arrivals.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
