package io.leadflux.benchmarks.comparison;

import java.io.PrintStream;
import java.util.Locale;

/** The medians of a comparison in one Markdown table. */
public final class Table {

    private final Report report;
    private final Medians medians;

    /** The table of that report. */
    public Table(Report report) {
        this.report = report;
        this.medians = report.medians();
    }

    /** Prints it, followed by the conditions. */
    public void print(PrintStream output) {
        output.println();
        output.println("| candidate | events/s | to limit | to leadflux "
                + "| CPU µs/event | CPU to limit | bytes/event | p50 ms | p99 ms |");
        output.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        medians.candidates().forEach(name -> output.println(row(name)));
        output.println();
        output.printf(
                Locale.ROOT,
                "Medians of %d rounds, %d requests in flight%s. Latency at %,d events/s; "
                        + "linger %d ms + server time %d ms = %d ms.%n%s.%n",
                medians.rounds(),
                report.concurrency(),
                report.tls() ? ", TLS" : "",
                report.rate(),
                report.lingerMillis(),
                report.serverMillis(),
                report.lingerMillis() + report.serverMillis(),
                report.machine());
    }

    private String row(String name) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %,.0f | %.1f | %.1f |%s",
                name,
                medians.of(name, Figures::eventsPerSecond),
                medians.ratio(name, Candidates.LIMIT, Figures::eventsPerSecond),
                medians.ratio(name, Candidates.LEADFLUX, Figures::eventsPerSecond),
                medians.of(name, Figures::cpuMicrosPerEvent),
                medians.ratio(name, Candidates.LIMIT, Figures::cpuMicrosPerEvent),
                medians.of(name, Figures::bytesPerEvent),
                medians.of(name, Figures::p50Millis),
                medians.of(name, Figures::p99Millis),
                failure(name));
    }

    private String failure(String name) {
        long failed = medians.failures(name);
        return failed == 0 ? "" : " failed in " + failed + " of " + medians.rounds() + " rounds";
    }
}
