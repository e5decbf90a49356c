package io.leadflux.reactor.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * How many POSTs may be under way at once, fixed or adaptive. Each client has its own, unless one is given to several, which
 * then share its permits, first come, first served. Thread-safe.
 *
 * <p>The adaptive limit begins with 4. It grows by one after each window of usual latency in which it was reached, and
 * shrinks by a tenth after a window that saw an overload or a latency well above the usual. Latency is that of successes
 * alone; a window lasts as long as the usual latency.
 */
public final class ConcurrencyLimit {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);
    private static final int START = 4;
    private static final int MOST = 1024;
    private static final double LESS = 0.9;
    private static final double USUAL_WEIGHT = 0.3;
    private static final double TOLERATED = 2.0;
    private static final long TOLERATED_NANOS = 5_000_000;

    private final int floor;
    private final int ceiling;
    private final Object lock = new Object();

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicInteger wakes = new AtomicInteger();
    private double limit;
    private int taken;

    private double usualNanos;
    private long windowEndsAt;
    private boolean inWindow;
    private boolean reached;
    private boolean overloaded;
    private double sumNanos;
    private int successes;

    private ConcurrencyLimit(int floor, int ceiling) {
        if (floor < 1 || ceiling > MOST || floor > ceiling) {
            throw new IllegalArgumentException(
                    "concurrency must be from 1 to " + MOST + ", least before most, not " + floor + " to " + ceiling);
        }
        this.floor = floor;
        this.ceiling = ceiling;
        this.limit = Math.min(Math.max(START, floor), ceiling);
    }

    /**
     * A limit that stays.
     *
     * @param permits from 1 to 1,024
     */
    public static ConcurrencyLimit fixed(int permits) {
        return new ConcurrencyLimit(permits, permits);
    }

    /**
     * A limit that finds out what the provider bears.
     *
     * @param least from 1
     * @param most from {@code least} to 1,024
     */
    public static ConcurrencyLimit adaptive(int least, int most) {
        return new ConcurrencyLimit(least, most);
    }

    /** How many POSTs may be under way now. */
    public int permits() {
        synchronized (lock) {
            return (int) limit;
        }
    }

    /** How many are under way. */
    public int inUse() {
        synchronized (lock) {
            return taken;
        }
    }

    /** How many more may be begun by somebody who does not wait yet. */
    int free() {
        synchronized (lock) {
            return waiting.isEmpty() ? Math.max((int) limit - taken, 0) : 0;
        }
    }

    int ceiling() {
        return ceiling;
    }

    /** Takes a permit if it is {@code waiter}'s turn and one is free; otherwise the waiter stands in the line. */
    boolean tryAcquire(Runnable waiter) {
        synchronized (lock) {
            Runnable first = waiting.peek();
            if (taken < (int) limit && (first == null || first == waiter)) {
                waiting.poll();
                taken++;
                reached |= taken >= (int) limit;
                return true;
            }
            if (!waiting.contains(waiter)) {
                waiting.add(waiter);
            }
            return false;
        }
    }

    /** Gives a permit back. */
    void release() {
        synchronized (lock) {
            taken--;
        }
    }

    /** Leaves the line, having no use for a permit any more. */
    void leave(Runnable waiter) {
        synchronized (lock) {
            waiting.remove(waiter);
        }
    }

    /**
     * Wakes the client whose turn it is while a permit is free; to be called after each change here, outside of a client's
     * own executor. A client that is woken changes something in turn: one thread at a time wakes them, one after another,
     * however many clients share the limit.
     */
    void wakeNext() {
        if (wakes.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            Runnable next = next();
            if (next != null) {
                wake(next);
            }
            missed = wakes.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Whose turn it is while a permit is free. */
    @Nullable
    Runnable next() {
        synchronized (lock) {
            return taken < (int) limit ? waiting.peek() : null;
        }
    }

    private static void wake(Runnable next) {
        try {
            next.run();
        } catch (Throwable broken) {
            LOG.error("A client that waited for a permit failed ({})", CallbackGuard.origin(broken));
        }
    }

    void succeeded(long nanos, long now) {
        synchronized (lock) {
            sumNanos += nanos;
            successes++;
            adapt(now);
        }
    }

    /** The provider, or the way to it, showed that it has too much to do. */
    void overloaded(long now) {
        synchronized (lock) {
            overloaded = true;
            adapt(now);
        }
    }

    private void adapt(long now) {
        if (floor == ceiling || (inWindow && now - windowEndsAt < 0)) {
            return;
        }
        double mean = successes == 0 ? usualNanos : sumNanos / successes;
        if (usualNanos == 0) {
            usualNanos = mean;
        }
        boolean slow = mean > usualNanos * TOLERATED + TOLERATED_NANOS;
        if (overloaded || slow) {
            limit = Math.max(floor, limit * LESS);
        } else if (reached) {
            limit = Math.min(ceiling, limit + 1);
        }
        usualNanos += (mean - usualNanos) * USUAL_WEIGHT;
        inWindow = true;
        windowEndsAt = now + (long) usualNanos;
        reached = false;
        overloaded = false;
        sumNanos = 0;
        successes = 0;
    }
}
