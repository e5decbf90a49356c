package io.leadflux.benchmarks.growth;

import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.process.Machine;
import io.leadflux.benchmarks.process.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jfree.data.statistics.Statistics;

/** All that grows, in steps. */
public final class ScalingRun {

    private static final int WARM_UP = 3;

    private final Scenarios ways;
    private final List<Rung> rungs;

    /**
     * One that has not been climbed.
     *
     * @param events how many are sent for each measurement, at the least
     * @param largest the longest stream
     */
    public ScalingRun(Target target, int events, int largest) {
        ways = new Scenarios(target, events);
        rungs = Stream.of(
                        rungs("producers of the sink", ways::producers, IntStream.of(1, 4, 16)),
                        rungs(
                                "events of a stream",
                                ways::stream,
                                IntStream.of(1_000, 10_000, 100_000, 1_000_000, 10_000_000)
                                        .filter(size -> size <= largest)),
                        rungs("clients on one sender", ways::clients, IntStream.of(1, 10, 100, 1_000)))
                .flatMap(rung -> rung)
                .toList();
    }

    private static Stream<Rung> rungs(String what, Rung.Way way, IntStream sizes) {
        return sizes.mapToObj(size -> new Rung(what, size, way));
    }

    /** Measures every rung in each round, one after the other. */
    public GrowthReport climb(int rounds) {
        Map<Rung, List<Rung.Price>> prices = new LinkedHashMap<>();
        rungs.forEach(rung -> prices.put(rung, new ArrayList<>()));
        IntStream.range(0, WARM_UP).forEach(time -> warmUp());
        for (int round = 0; round < rounds; round++) {
            prices.forEach((rung, seen) -> seen.add(price(rung)));
        }
        return new GrowthReport(Machine.here(), rows(prices));
    }

    private void warmUp() {
        warmUp(ways.producers(4));
        warmUp(ways.stream(1_000));
        warmUp(ways.clients(10));
    }

    private static void warmUp(Rung.Sending sending) {
        try (sending) {
            sending.send();
        }
    }

    private static Rung.Price price(Rung rung) {
        try (Rung.Sending sending = rung.way().ready(rung.size())) {
            Usage before = Usage.now();
            double count = sending.send();
            Usage used = Usage.now().since(before);
            return new Rung.Price(used.cpuNanos() / count / 1e3, used.allocated() / count, count * 1e9 / used.nanos());
        }
    }

    private static List<GrowthReport.Row> rows(Map<Rung, List<Rung.Price>> prices) {
        Map<String, Double> first = new LinkedHashMap<>();
        List<GrowthReport.Row> rows = new ArrayList<>();
        prices.forEach((rung, seen) -> {
            double cpu = median(seen, Rung.Price::cpuMicros);
            rows.add(new GrowthReport.Row(
                    rung.what(),
                    rung.size(),
                    cpu,
                    median(seen, Rung.Price::bytes),
                    median(seen, Rung.Price::perSecond),
                    cpu / first.computeIfAbsent(rung.what(), what -> cpu)));
        });
        return rows;
    }

    private static double median(Collection<Rung.Price> prices, ToDoubleFunction<Rung.Price> figure) {
        return Statistics.calculateMedian(
                prices.stream().map(figure::applyAsDouble).sorted().toList());
    }
}
