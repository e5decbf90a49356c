package io.leadflux.benchmarks.growth;

import io.leadflux.benchmarks.process.Machine;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What an event costs at each size.
 *
 * @param machine what it ran on
 * @param rows in the order of the table
 */
public record GrowthReport(Machine machine, List<GrowthReport.Row> rows) {

    /**
     * One size of one quantity.
     *
     * @param what the quantity
     * @param size how large it was
     * @param cpuMicrosPerEvent processor time of the whole process per event, in microseconds
     * @param bytesPerEvent bytes allocated on the Java heap per event
     * @param eventsPerSecond events that got their result
     * @param toFirst processor time, as a ratio to that of the first size
     */
    public record Row(
            String what,
            int size,
            double cpuMicrosPerEvent,
            double bytesPerEvent,
            double eventsPerSecond,
            double toFirst) {}

    /** Prints a Markdown table. */
    public void print(PrintStream output) {
        output.printf("| what grows | to | CPU µs/event | to the first | bytes/event | events/s |%n");
        output.printf("|---|---:|---:|---:|---:|---:|%n");
        rows.forEach(row -> output.printf(
                Locale.ROOT,
                "| %s | %,d | %.2f | %.2f | %,.0f | %,.0f |%n",
                row.what,
                row.size,
                row.cpuMicrosPerEvent,
                row.toFirst,
                row.bytesPerEvent,
                row.eventsPerSecond));
        output.printf("%n%s.%n", machine);
    }
}
