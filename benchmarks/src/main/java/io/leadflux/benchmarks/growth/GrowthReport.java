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
     * One size of one thing that grows.
     *
     * @param what it is
     * @param size how many of it there were
     * @param cpuMicrosPerEvent processor time of the whole process for each event, in microseconds
     * @param bytesPerEvent bytes allocated on the Java heap for each of them
     * @param eventsPerSecond events answered for
     * @param toFirst processor time, as a ratio to that of the first size
     */
    public record Row(
            String what,
            int size,
            double cpuMicrosPerEvent,
            double bytesPerEvent,
            double eventsPerSecond,
            double toFirst) {}

    /** Prints a table of Markdown. */
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
