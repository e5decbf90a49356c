package io.leadflux.benchmarks.chart;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Charts of the micro-benchmarks. */
final class JmhCharts {

    private static final Map<String, String> ENCODERS = Map.ofEntries(
            Map.entry("leadflux", "Leadflux, into a new array"),
            Map.entry("leadfluxIntoBuffer", "Leadflux, as the client does"),
            Map.entry("leadfluxFresh", "Leadflux, not validated before"),
            Map.entry("leadfluxFreshIntoBuffer", "Leadflux, not validated, into a buffer"),
            Map.entry("jackson3Databind", "Jackson 3, data binding"),
            Map.entry("jackson3DatabindIntoStream", "Jackson 3, data binding, into a stream"),
            Map.entry("jackson2Databind", "Jackson 2, data binding"),
            Map.entry("jackson3Streaming", "Jackson 3, streaming"),
            Map.entry("fastjson2", "fastjson2"),
            Map.entry("fastjson2IntoStream", "fastjson2, into a stream"),
            Map.entry("dslJson", "DSL-JSON"),
            Map.entry("gson", "Gson"));

    /** Methods that do not only encode. */
    private static final Set<String> OTHER_THAN_ENCODING = Set.of("builds", "leadfluxFreshValidatedIntoBuffer");

    private static final Map<String, String> SINKS = Map.of(
            "leadflux", "Leadflux: validated, batched, encoded",
            "sinksMany", "Sinks.many, bufferTimeout",
            "sinksManyDatabind", "Sinks.many, bufferTimeout, Jackson",
            "fluxCreate", "Flux.create, bufferTimeout",
            "synchronizedSink", "sink behind a lock, bufferTimeout");

    /** In nanoseconds; longer bars would hide the differences between the others. */
    private static final double LONGEST_ENCODER_BAR = 1000;

    private static final List<String> PRODUCERS = List.of("01", "04", "16");

    private final JmhResults results;

    JmhCharts(JmhResults results) {
        this.results = results;
    }

    Bars encoder() {
        Bars bars = new Bars(
                "Encoding one event of a batch of 100",
                "Less is better. Processor time",
                List.of("ns"),
                value -> String.format(Locale.ROOT, "%,.0f ns", value));
        results.of("EncoderBenchmark").stream()
                .filter(result -> !OTHER_THAN_ENCODING.contains(result.method()))
                .forEach(result -> bars.add(
                        ENCODERS.getOrDefault(result.method(), result.method()),
                        color(result.method()),
                        result.cost()));
        bars.sortAscending();
        bars.cutAt(LONGEST_ENCODER_BAR);
        return bars;
    }

    Bars sink() {
        Bars bars = new Bars(
                "From many threads into full batches, per event",
                "Less is better. Time from a producer to a full batch; 1, 4 and 16 threads emit",
                List.of("1 producer", "4 producers", "16 producers"),
                value -> String.format(Locale.ROOT, "%,.0f ns", value));
        costs().forEach((name, costs) -> bars.add(SINKS.getOrDefault(name, name), color(name), costs));
        bars.sortAscending();
        return bars;
    }

    private Map<String, Double[]> costs() {
        Map<String, Double[]> costs = new LinkedHashMap<>();
        for (JmhResults.Result result : results.of("SinkBenchmark")) {
            int end = result.method().length() - 2;
            costs.computeIfAbsent(result.method().substring(0, end), name -> new Double[PRODUCERS.size()])[
                            PRODUCERS.indexOf(result.method().substring(end))] =
                    result.nanos();
        }
        return costs;
    }

    private static Color color(String name) {
        return name.startsWith("leadflux") ? ChartTheme.OURS : ChartTheme.PEER;
    }
}
