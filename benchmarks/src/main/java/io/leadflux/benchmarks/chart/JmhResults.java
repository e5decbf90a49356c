package io.leadflux.benchmarks.chart;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What JMH wrote with {@code -rf json}. */
final class JmhResults {

    private static final double NANOS_PER_MICRO = 1000;

    private final Map<String, Result> byName = new LinkedHashMap<>();

    /**
     * One benchmark.
     *
     * @param type the simple name of its class
     * @param method the name of its method or group
     * @param nanos for each operation, by the clock
     * @param cpuNanos the processor time for each operation, or not a number
     * @param bytes allocated for each operation, or not a number
     */
    record Result(String type, String method, double nanos, double error, double cpuNanos, double bytes) {

        /** What is to be compared: processor time where it was measured. */
        double cost() {
            return Double.isNaN(cpuNanos) ? nanos : cpuNanos;
        }
    }

    JmhResults(JsonNode results) {
        for (JsonNode node : results) {
            String name = node.get("benchmark").asString();
            int dot = name.lastIndexOf('.');
            String type = name.substring(name.lastIndexOf('.', dot - 1) + 1, dot);
            JsonNode primary = node.get("primaryMetric");
            double score = primary.get("score").asDouble();
            double nanos = primary.get("scoreUnit").asString().equals("ops/us") ? NANOS_PER_MICRO / score : score;
            double error = nanos * primary.get("scoreError").asDouble(Double.NaN) / score;
            JsonNode others = node.get("secondaryMetrics");
            byName.put(
                    type + '.' + name.substring(dot + 1),
                    new Result(
                            type,
                            name.substring(dot + 1),
                            nanos,
                            error,
                            other(others, "cpu"),
                            other(others, "gc.alloc.rate.norm")));
        }
    }

    private static double other(JsonNode metrics, String name) {
        JsonNode metric = metrics.get(name);
        if (metric == null) {
            metric = metrics.get('·' + name);
        }
        return metric == null ? Double.NaN : metric.get("score").asDouble();
    }

    List<Result> of(String type) {
        return byName.values().stream()
                .filter(result -> result.type.equals(type))
                .toList();
    }

    /** One table of Markdown for each class. */
    void print(PrintStream output) {
        byName.values().stream().map(Result::type).distinct().forEach(type -> {
            output.printf("%n### %s%n%n", type);
            output.printf("| benchmark | ns/op | ± | CPU ns/op | bytes/op | cost to ours |%n");
            output.printf("|---|---:|---:|---:|---:|---:|%n");
            of(type).forEach(result -> output.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.1f | %.2f |%n",
                    result.method,
                    result.nanos,
                    result.error,
                    result.cpuNanos,
                    result.bytes,
                    result.cost() / ours(result).cost()));
        });
    }

    /** Ours with as many producers where their number ends the name, else simply ours; the result itself where there is none. */
    private Result ours(Result result) {
        String producers = result.method.replaceAll("^.*?(\\d\\d)?$", "$1");
        Result same = byName.get(result.type + ".leadflux" + producers);
        return same == null ? byName.getOrDefault(result.type + ".leadflux", result) : same;
    }
}
