package io.leadflux.benchmarks.chart;

import io.leadflux.benchmarks.comparison.Figures;
import io.leadflux.benchmarks.comparison.Medians;
import io.leadflux.benchmarks.comparison.Report;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The comparison as bars. */
final class ComparisonCharts {

    private static final Map<String, String> TITLES = Map.of(
            "leadflux", "Leadflux, send(flux)",
            "leadflux-sink", "Leadflux, sink.tryEmit, 4 threads",
            "pre-encoded", "limit: bodies encoded beforehand",
            "bufferTimeout+netty", "bufferTimeout, Jackson, Reactor Netty",
            "fair-bufferTimeout+netty", "bufferTimeout (fair), Jackson, Reactor Netty",
            "fair-bufferTimeout+webclient", "bufferTimeout (fair), Spring WebClient",
            "buffer+jdk", "buffer, Jackson, JDK HttpClient",
            "one-by-one+netty", "one request per event, Reactor Netty",
            "segment-analytics", "Segment analytics-java");

    /** In multiples of ours; longer bars would hide the differences between the others. */
    private static final double CUT = 8;

    private final Report report;
    private final Medians medians;

    ComparisonCharts(Report report) {
        this.report = report;
        this.medians = report.medians();
    }

    Bars throughput() {
        Bars bars = new Bars(
                "Events accepted per second, end to end over HTTP",
                "More is better. " + report.concurrency() + " requests of 100 events in flight, loopback, median of "
                        + report.rounds().size() + " rounds",
                List.of("events/s"),
                value -> String.format(Locale.ROOT, "%,.0f", value));
        medians.candidates()
                .forEach(name -> bars.add(title(name), color(name), medians.of(name, Figures::eventsPerSecond)));
        bars.sortDescending();
        return bars;
    }

    Bars cpu() {
        Bars bars = new Bars(
                "Processor time per event on the client's side",
                "Less is better. All threads of the process, garbage collection included",
                List.of("µs"),
                value -> String.format(Locale.ROOT, "%.2f µs", value));
        medians.candidates()
                .forEach(name -> bars.add(title(name), color(name), medians.of(name, Figures::cpuMicrosPerEvent)));
        bars.sortAscending();
        bars.cutAt(CUT * medians.of("leadflux", Figures::cpuMicrosPerEvent));
        return bars;
    }

    Bars latency() {
        Bars bars = new Bars(
                String.format(Locale.ROOT, "From emit to accepted at %,d events per second", report.rate()),
                String.format(
                        Locale.ROOT,
                        "Less is better. Batches of 100, linger %d ms, server time %d ms",
                        report.lingerMillis(),
                        report.serverMillis()),
                List.of("half of all events, at most", "99 of 100 events, at most"),
                value -> String.format(Locale.ROOT, "%.1f ms", value));
        medians.candidates()
                .forEach(name -> bars.add(
                        title(name),
                        color(name),
                        medians.of(name, Figures::p50Millis),
                        medians.of(name, Figures::p99Millis)));
        bars.sortAscending();
        return bars;
    }

    private static String title(String name) {
        return TITLES.getOrDefault(name, name);
    }

    private static Color color(String name) {
        if (name.startsWith("leadflux")) {
            return ChartTheme.OURS;
        }
        return name.equals("pre-encoded") ? ChartTheme.LIMIT : ChartTheme.PEER;
    }
}
