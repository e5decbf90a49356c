package io.leadflux.benchmarks.contest;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a contest in one table of Markdown: medians over the rounds. Ratios are medians of the ratios within each
 * round, so that a machine that slows down between rounds does not show in them.
 */
final class Table {

    private final List<List<Figures>> rounds;

    Table(List<List<Figures>> rounds) {
        this.rounds = rounds;
    }

    void print(PrintStream output) {
        output.println();
        output.println(
                "| contestant | events/s | to limit | to us | CPU µs/event | CPU to limit | bytes/event | p50 ms | p99 ms |");
        output.println("|---|---|---|---|---|---|---|---|---|");
        for (Figures first : rounds.get(0)) {
            output.println(row(first.contestant()));
        }
    }

    private String row(String name) {
        String failure = failure(name);
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %,.0f | %.1f | %.1f |%s",
                name,
                median(name, Figures::eventsPerSecond),
                ratio(name, Roster.LIMIT, Figures::eventsPerSecond),
                ratio(name, Roster.US, Figures::eventsPerSecond),
                median(name, Figures::cpuMicrosPerEvent),
                ratio(name, Roster.LIMIT, Figures::cpuMicrosPerEvent),
                median(name, Figures::bytesPerEvent),
                median(name, Figures::p50Millis),
                median(name, Figures::p99Millis),
                failure);
    }

    private String failure(String name) {
        long failed = rounds.stream()
                .flatMap(List::stream)
                .filter(figures -> figures.contestant().equals(name) && figures.failure() != null)
                .count();
        return failed == 0 ? "" : " failed in " + failed + " of " + rounds.size() + " rounds";
    }

    private double median(String name, ToDoubleFunction<Figures> figure) {
        return median(rounds.stream()
                .mapToDouble(round -> figure(round, name, figure))
                .toArray());
    }

    private double ratio(String name, String other, ToDoubleFunction<Figures> figure) {
        return median(rounds.stream()
                .mapToDouble(round -> figure(round, name, figure) / figure(round, other, figure))
                .toArray());
    }

    private static double figure(List<Figures> round, String name, ToDoubleFunction<Figures> figure) {
        return round.stream()
                .filter(figures -> figures.contestant().equals(name))
                .mapToDouble(figure)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Of those that are numbers; not a number when none is. */
    private static double median(double... values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
