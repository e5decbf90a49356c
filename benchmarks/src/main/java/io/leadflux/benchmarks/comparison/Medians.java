package io.leadflux.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.data.statistics.Statistics;

/**
 * The figures of a comparison over all its rounds. Ratios are medians of the ratios within each round, so a machine
 * that slows down between rounds does not distort them.
 */
public final class Medians {

    private final List<List<Figures>> rounds;

    Medians(List<List<Figures>> rounds) {
        this.rounds = rounds;
    }

    /** The candidates, in the order of the table. */
    public List<String> candidates() {
        return rounds.get(0).stream().map(Figures::candidate).toList();
    }

    /** In how many rounds a candidate produced no figures. */
    long failures(String name) {
        return rounds.stream()
                .flatMap(List::stream)
                .filter(figures -> figures.candidate().equals(name) && figures.failure() != null)
                .count();
    }

    int rounds() {
        return rounds.size();
    }

    /** The median of one figure of one candidate; NaN when it has none. */
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
                .filter(figures -> figures.candidate().equals(name))
                .mapToDouble(figure)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The median of all values but NaN; NaN when there is none. */
    static double median(double... values) {
        return Statistics.calculateMedian(Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .boxed()
                .toList());
    }
}
