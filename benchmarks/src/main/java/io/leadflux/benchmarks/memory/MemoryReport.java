package io.leadflux.benchmarks.memory;

import io.leadflux.benchmarks.process.Machine;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jfree.data.statistics.Regression;

/**
 * The heap in use over time.
 *
 * @param machine what it ran on
 * @param idleMiB before the load began, after garbage collection
 * @param boundMiB what the client may hold beyond that by its limits
 * @param mostMiB the highest value under load
 * @param growthMiB growth over the whole time, by linear regression of all samples after the first fifth
 * @param samples in the order they were taken
 */
public record MemoryReport(
        Machine machine,
        double idleMiB,
        double boundMiB,
        double mostMiB,
        double growthMiB,
        List<MemoryReport.HeapSample> samples) {

    /** The tolerance above the limits. */
    private static final double MARGIN = 1.1;

    /** The growth that still counts as flat, as a share of the highest value. */
    private static final double FLAT = 0.05;

    /**
     * One measurement of the heap.
     *
     * @param second since the load began
     * @param usedMiB after garbage collection
     * @param accepted events so far
     */
    public record HeapSample(double second, double usedMiB, long accepted) {}

    /** Computes the highest value and the growth. */
    public static MemoryReport of(Machine machine, double idleMiB, double boundMiB, List<HeapSample> samples) {
        double most = samples.stream().mapToDouble(HeapSample::usedMiB).max().orElse(idleMiB);
        return new MemoryReport(machine, idleMiB, boundMiB, most, growth(samples), samples);
    }

    private static double growth(List<HeapSample> all) {
        List<HeapSample> settled = all.subList(all.size() / 5, all.size());
        if (settled.size() < 3) {
            return 0;
        }
        double[][] points = settled.stream()
                .map(sample -> new double[] {sample.second, sample.usedMiB})
                .toArray(double[][]::new);
        double slope = Regression.getOLSRegression(points)[1];
        return slope * settled.get(settled.size() - 1).second;
    }

    /** Whether the growth is within what a regression of noise may show. */
    public boolean isFlat() {
        return growthMiB <= Math.max(FLAT * mostMiB, 1);
    }

    /** Whether no value exceeded the limits by more than ten per cent. */
    public boolean isBounded() {
        return mostMiB <= (idleMiB + boundMiB) * MARGIN;
    }

    /** Prints the report. */
    public void print(PrintStream output) {
        HeapSample last = samples.get(samples.size() - 1);
        output.printf(
                Locale.ROOT,
                "%,d events in %.0f s, %d measurements of the heap.%n%n| heap in use after GC | MiB |%n|---|---:|%n"
                        + "| before the load | %.1f |%n"
                        + "| highest under load | %.1f |%n| allowed: before the load, plus the limits | %.1f |%n"
                        + "| growth over the whole time, by linear regression | %.1f |%n%n%s, %s.%n%s.%n",
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
