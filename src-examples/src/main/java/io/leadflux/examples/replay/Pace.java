package io.leadflux.examples.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Blocks the calling thread so that at most N calls a second pass, evenly spread. It does not make up for calls
 * missed during a pause. Not thread-safe.
 */
final class Pace {

    // How late a timer may wake. Calls that are late by less follow at once, so the rate holds.
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
