package io.leadflux.benchmarks.memory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The heap of this process. */
public final class Heap {

    static final double MIB = 1024 * 1024;

    private Heap() {}

    /** What is in use after the garbage has been collected. */
    public static double usedMiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }

    /**
     * Measures again and again.
     *
     * @param accepted how many events have been accepted so far
     */
    public static List<MemoryReport.Sample> sample(Duration duration, Duration every, LongSupplier accepted)
            throws InterruptedException {
        List<MemoryReport.Sample> samples = new ArrayList<>();
        long begin = System.nanoTime();
        for (long next = every.toNanos(); next <= duration.toNanos(); next += every.toNanos()) {
            long left = begin + next - System.nanoTime();
            Thread.sleep(Math.max(Duration.ofNanos(left).toMillis(), 0));
            double used = usedMiB();
            samples.add(new MemoryReport.Sample((System.nanoTime() - begin) / 1e9, used, accepted.getAsLong()));
        }
        return samples;
    }
}
