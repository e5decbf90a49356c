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

    /** Collects the garbage and returns how much is in use. */
    public static double usedMiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }

    /**
     * Measures at regular intervals.
     *
     * @param accepted how many events have been accepted so far
     */
    public static List<MemoryReport.HeapSample> sample(Duration duration, Duration every, LongSupplier accepted)
            throws InterruptedException {
        List<MemoryReport.HeapSample> samples = new ArrayList<>();
        long begin = System.nanoTime();
        for (long next = every.toNanos(); next <= duration.toNanos(); next += every.toNanos()) {
            long left = begin + next - System.nanoTime();
            Thread.sleep(Math.max(Duration.ofNanos(left).toMillis(), 0));
            double used = usedMiB();
            samples.add(new MemoryReport.HeapSample((System.nanoTime() - begin) / 1e9, used, accepted.getAsLong()));
        }
        return samples;
    }
}
