package io.leadflux.reactor.delivery;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The client's time: a monotonic clock in nanoseconds, and timers. The scheduler is looked up for each use, so that {@link
 * Schedulers#shutdownNow()} costs no client its timers; one that was given and is disposed is replaced by {@link
 * Schedulers#parallel()}.
 */
public final class Timing {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);
    private static final String VIRTUAL = "reactor.test.scheduler.VirtualTimeScheduler";

    private final Supplier<Scheduler> schedulers;
    private final LongSupplier clock;
    private final boolean virtual;
    private final AtomicBoolean replaced = new AtomicBoolean();

    private Timing(Supplier<Scheduler> schedulers, LongSupplier clock, boolean virtual) {
        this.schedulers = schedulers;
        this.clock = clock;
        this.virtual = virtual;
    }

    /** Timers of {@link Schedulers#parallel()} and the machine's monotonic clock. */
    public static Timing monotonic() {
        return new Timing(Schedulers::parallel, System::nanoTime, false);
    }

    /**
     * Timers of {@code scheduler} and the machine's monotonic clock; but the clock of Reactor Test's {@code
     * VirtualTimeScheduler}, whose time is its own.
     */
    public static Timing of(Scheduler scheduler) {
        requireNonNull(scheduler, "scheduler");
        return scheduler.getClass().getName().equals(VIRTUAL)
                ? virtual(scheduler)
                : new Timing(() -> scheduler, System::nanoTime, false);
    }

    /** Timers and clock both of {@code scheduler}. */
    public static Timing virtual(Scheduler scheduler) {
        return new Timing(() -> scheduler, () -> scheduler.now(TimeUnit.NANOSECONDS), true);
    }

    /**
     * Timers of {@code scheduler} and a clock beside it.
     *
     * @param clock monotonic, in nanoseconds; where it begins does not matter
     */
    public static Timing of(Scheduler scheduler, LongSupplier clock) {
        return new Timing(() -> scheduler, clock, true);
    }

    /** Whether the clock is the scheduler's, as in a test, and not the machine's. */
    public boolean isVirtual() {
        return virtual;
    }

    public long nanos() {
        return clock.getAsLong();
    }

    /** The scheduler that serves now; another one when the one before was disposed. */
    public Scheduler scheduler() {
        Scheduler scheduler = schedulers.get();
        return scheduler.isDisposed() ? Schedulers.parallel() : scheduler;
    }

    /** A worker of {@link #scheduler()}. */
    public Scheduler.Worker worker() {
        return scheduler().createWorker();
    }

    public Disposable schedule(Runnable task, long delayNanos) {
        try {
            return scheduler().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException refused) {
            if (replaced.compareAndSet(false, true)) {
                LOG.warn("The client's scheduler takes no timers any more; Schedulers.parallel() serves in its place");
            }
            return Schedulers.parallel().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        }
    }
}
