package io.leadflux.benchmarks.memory;

import io.leadflux.benchmarks.process.Machine;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jfree.data.statistics.Regression;

/**
 * What was in use on the heap.
 *
 * @param machine what it ran on
 * @param idleMiB before the load began, after garbage collection
 * @param boundMiB what the client may hold beyond that by its limits
 * @param mostMiB the most that was seen under load
 * @param growthMiB how much it grew over the whole time, by a straight line through all samples after the first fifth
 * @param samples in the order in which they were taken
 */
public record MemoryReport(
        Machine machine,
        double idleMiB,
        double boundMiB,
        double mostMiB,
        double growthMiB,
        List<MemoryReport.Sample> samples) {

    /** What may be beyond the limits. */
    private static final double MARGIN = 1.1;

    /** The share of what was in use that counts as no growth. */
    private static final double FLAT = 0.05;

    /**
     * One look at the heap.
     *
     * @param second since the load began
     * @param usedMiB after garbage collection
     * @param accepted events so far
     */
    public record Sample(double second, double usedMiB, long accepted) {}

    /** Draws the conclusions. */
    public static MemoryReport of(Machine machine, double idleMiB, double boundMiB, List<Sample> samples) {
        double most = samples.stream().mapToDouble(Sample::usedMiB).max().orElse(idleMiB);
        return new MemoryReport(machine, idleMiB, boundMiB, most, growth(samples), samples);
    }

    private static double growth(List<Sample> all) {
        List<Sample> settled = all.subList(all.size() / 5, all.size());
        if (settled.size() < 3) {
            return 0;
        }
        double[][] points = settled.stream()
                .map(sample -> new double[] {sample.second, sample.usedMiB})
                .toArray(double[][]::new);
        double slope = Regression.getOLSRegression(points)[1];
        return slope * settled.get(settled.size() - 1).second;
    }

    /** Whether growth is within what a straight line through noise may show. */
    public boolean isFlat() {
        return growthMiB <= Math.max(FLAT * mostMiB, 1);
    }

    /** Whether nothing was seen beyond the limits and ten per cent. */
    public boolean isBounded() {
        return mostMiB <= (idleMiB + boundMiB) * MARGIN;
    }

    /** Prints what was seen. */
    public void print(PrintStream output) {
        Sample last = samples.get(samples.size() - 1);
        output.printf(
                Locale.ROOT,
                "%,d events in %.0f s, %d looks at the heap.%n%n| heap in use after GC | MiB |%n|---|---:|%n"
                        + "| before the load | %.1f |%n| the most under load | %.1f |%n| allowed: before the load, and the limits | %.1f |%n"
                        + "| growth over the whole time, by a straight line | %.1f |%n%n%s, %s.%n%s.%n",
                last.accepted,
                last.second,
                samples.size(),
                idleMiB,
                mostMiB,
                idleMiB + boundMiB,
                growthMiB,
                isFlat() ? "Flat" : "NOT FLAT",
                isBounded() ? "within the limits" : "NOT WITHIN THE LIMITS",
                machine);
    }
}
