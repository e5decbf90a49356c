package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the processors for {@linkplain Stall stalls}: a thread on each wants to wake four thousand times a second, before
 * all that has {@linkplain Precedence precedence}, and notes when it wakes a quarter of a millisecond late. What such programs
 * do to each other it does not see, since they give way to it. It ends with {@link #close()}.
 */
public final class Stalls implements AutoCloseable {

    private static final long REST = Duration.ofNanos(250_000).toNanos();
    private static final long TOLERANCE = Duration.ofNanos(250_000).toNanos();

    private final List<StallLog> logs = new ArrayList<>();
    private volatile boolean over;

    private Stalls() {}

    /** Watches all processors; none where {@code taskset} or {@code chrt} of util-linux cannot be had or used. */
    public static Stalls watch() throws IOException, InterruptedException {
        Stalls stalls = new Stalls();
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            if (!stalls.watch(core)) {
                stalls.close();
                stalls.logs.clear();
                break;
            }
        }
        return stalls;
    }

    private boolean watch(int core) throws IOException, InterruptedException {
        StallLog log = new StallLog(TOLERANCE);
        logs.add(log);
        Thread watcher = new Thread(() -> watch(log), "stalls-" + core);
        watcher.setDaemon(true);
        watcher.start();
        log.take(System.nanoTime());
        NamedThreads thread = NamedThreads.of(ProcessHandle.current(), watcher.getName());
        return new Cores(String.valueOf(core)).hold(thread) && Precedence.claimUtmost(thread);
    }

    private void watch(StallLog log) {
        long due = System.nanoTime() + REST;
        while (!over) {
            LockSupport.parkNanos(due - System.nanoTime());
            long now = System.nanoTime();
            if (now - due >= 0) {
                log.woke(due, now);
                due = now + REST;
            }
        }
    }

    /** Whether the processors are watched. */
    public boolean areWatched() {
        return !logs.isEmpty();
    }

    /** What has been seen of all processors since this was asked the last time. */
    public List<Stall> take() throws InterruptedException {
        long now = System.nanoTime();
        List<Stall> taken = new ArrayList<>();
        for (StallLog log : logs) {
            taken.addAll(log.take(now));
        }
        return taken;
    }

    @Override
    public void close() {
        over = true;
    }
}
