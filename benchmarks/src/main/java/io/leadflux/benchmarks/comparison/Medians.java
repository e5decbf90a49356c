package io.leadflux.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a contest over all its rounds. Ratios are medians of the ratios within each round, so that a machine that
 * slows down between rounds does not show in them.
 */
public final class Medians {

    private final List<List<Figures>> rounds;

    Medians(List<List<Figures>> rounds) {
        this.rounds = rounds;
    }

    /** Who took part, in the order of the roster. */
    public List<String> contestants() {
        return rounds.get(0).stream().map(Figures::contestant).toList();
    }

    /** In how many rounds a contestant came to no figures. */
    long failures(String name) {
        return rounds.stream()
                .flatMap(List::stream)
                .filter(figures -> figures.contestant().equals(name) && figures.failure() != null)
                .count();
    }

    int rounds() {
        return rounds.size();
    }

    /** Of one figure of one contestant; not a number when it has none. */
    public double of(String name, ToDoubleFunction<Figures> figure) {
        return median(rounds.stream()
                .mapToDouble(round -> figure(round, name, figure))
                .toArray());
    }

    double ratio(String name, String other, ToDoubleFunction<Figures> figure) {
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
    static double median(double... values) {
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
