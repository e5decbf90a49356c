package io.leadflux.examples.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Holds the calling thread so that at most N calls a second pass, evenly spread. After a pause, the calls that did not
 * come in time are not made up for. Not thread-safe; it blocks, so it belongs on a thread that may.
 */
final class Pace {

    // A timer wakes late by up to this much; within it, late calls follow at once and the rate holds.
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long nanosPerCall;
    private final LongSupplier nanoTime;
    private final LongConsumer sleeper;
    private long next;
    private boolean started;

    Pace(int callsPerSecond, LongSupplier nanoTime, LongConsumer sleeper) {
        if (callsPerSecond < 1) {
            throw new IllegalArgumentException("callsPerSecond must be at least 1, not " + callsPerSecond);
        }
        this.nanosPerCall = TimeUnit.SECONDS.toNanos(1) / callsPerSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
    }

    /** A pace that parks the thread; an interrupt ends the wait. */
    static Pace of(int callsPerSecond) {
        return new Pace(callsPerSecond, System::nanoTime, LockSupport::parkNanos);
    }

    /** Waits until the next call is due. */
    void await() {
        long now = nanoTime.getAsLong();
        if (!started || now - next > nanosPerCall + TOLERANCE_NANOS) {
            started = true;
            next = now;
        }
        while (next - now > 0 && !Thread.currentThread().isInterrupted()) {
            sleeper.accept(next - now);
            now = nanoTime.getAsLong();
        }
        next += nanosPerCall;
    }
}
