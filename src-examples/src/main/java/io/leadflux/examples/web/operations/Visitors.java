package io.leadflux.examples.web.operations;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Has visitors come at a steady rate. At most 64 are on the site at once; those who come meanwhile turn back. The first
 * come when the site serves, and no more when it stops.
 */
final class Visitors implements SmartLifecycle {

    static final int MOST_PER_SECOND = 100;
    static final int MOST_AT_ONCE = 64;

    private final Disposable.Swap arrivals = Disposables.swap();
    private final Mono<Void> visit;
    private final Scheduler scheduler;
    private volatile int perSecond;
    private volatile boolean running;

    /**
     * Visitors who have not come yet.
     *
     * @param visit what each of them does
     * @param perSecond 0 to {@link #MOST_PER_SECOND}
     */
    Visitors(Mono<Void> visit, int perSecond, Scheduler scheduler) {
        this.visit = visit;
        this.perSecond = checked(perSecond);
        this.scheduler = scheduler;
    }

    int perSecond() {
        return perSecond;
    }

    /** Has so many come each second from now on, 0 to {@link #MOST_PER_SECOND}. */
    void come(int perSecond) {
        this.perSecond = checked(perSecond);
        arrivals.update(
                perSecond == 0 ? Disposables.disposed() : arriving(perSecond).subscribe());
    }

    private static int checked(int perSecond) {
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "site.visitors must be 0 to " + MOST_PER_SECOND + " a second, not " + perSecond);
        }
        return perSecond;
    }

    private Flux<Void> arriving(int perSecond) {
        return Flux.interval(Duration.ofSeconds(1).dividedBy(perSecond), scheduler)
                .onBackpressureDrop()
                .flatMap(arrival -> visit, MOST_AT_ONCE);
    }

    @Override
    public void start() {
        running = true;
        come(perSecond);
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
