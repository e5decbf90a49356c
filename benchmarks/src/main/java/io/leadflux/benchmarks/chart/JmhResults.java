package io.leadflux.benchmarks.chart;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The results that JMH wrote with {@code -rf json}. */
final class JmhResults {

    private static final double NANOS_PER_MICRO = 1000;

    private final Map<String, Result> byName = new LinkedHashMap<>();

    /**
     * The result of one benchmark.
     *
     * @param type the simple name of its class
     * @param method the name of its method or group
     * @param nanos elapsed time per operation
     * @param cpuNanos processor time per operation, or NaN
     * @param bytes allocated per operation, or NaN
     */
    record Result(String type, String method, double nanos, double error, double cpuNanos, double bytes) {

        /** The figure to compare: processor time where it was measured. */
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

    /** Prints one Markdown table per class. */
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

    /**
     * Our result with the same number of producers if the name ends in one, else our only result; {@code result}
     * itself if there is none.
     */
    private Result ours(Result result) {
        String producers = result.method.replaceAll("^.*?(\\d\\d)?$", "$1");
        Result same = byName.get(result.type + ".leadflux" + producers);
        return same == null ? byName.getOrDefault(result.type + ".leadflux", result) : same;
    }
}
