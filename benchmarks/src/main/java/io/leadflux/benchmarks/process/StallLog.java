package io.leadflux.benchmarks.process;

import java.util.ArrayList;
import java.util.List;

/** What one watcher has seen. For any thread. */
final class StallLog {

    private final long tolerance;
    private final List<Stall> stalls = new ArrayList<>();
    private long seenUntil = Long.MIN_VALUE;

    /** @param tolerance how many nanoseconds late a watcher may wake without that it is a stall */
    StallLog(long tolerance) {
        this.tolerance = tolerance;
    }

    /** The watcher woke at {@code now}, and had wanted to at {@code due}. */
    synchronized void woke(long due, long now) {
        if (now - due > tolerance) {
            stalls.add(new Stall(due, now));
        }
        seenUntil = now;
        notifyAll();
    }

    /** Waits until the watcher has woken at or after {@code instant}; gives what it has seen since it was asked the last time. */
    synchronized List<Stall> take(long instant) throws InterruptedException {
        while (seenUntil < instant) {
            wait();
        }
        List<Stall> taken = List.copyOf(stalls);
        stalls.clear();
        return taken;
    }
}
