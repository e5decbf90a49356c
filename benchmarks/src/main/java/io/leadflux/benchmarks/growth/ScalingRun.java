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

/** Measures the cost of an event while one quantity grows in steps. */
public final class ScalingRun {

    private static final int WARM_UP = 3;

    private final Scenarios scenarios;
    private final List<Step> steps;

    /**
     * A run that has not started.
     *
     * @param events the fewest to send for each measurement
     * @param largest the longest stream
     */
    public ScalingRun(Target target, int events, int largest) {
        scenarios = new Scenarios(target, events);
        steps = Stream.of(
                        steps("producers of the sink", scenarios::producers, IntStream.of(1, 4, 16)),
                        steps(
                                "events of a stream",
                                scenarios::stream,
                                IntStream.of(1_000, 10_000, 100_000, 1_000_000, 10_000_000)
                                        .filter(size -> size <= largest)),
                        steps("clients on one sender", scenarios::clients, IntStream.of(1, 10, 100, 1_000)))
                .flatMap(step -> step)
                .toList();
    }

    private static Stream<Step> steps(String what, Step.Scenario scenario, IntStream sizes) {
        return sizes.mapToObj(size -> new Step(what, size, scenario));
    }

    /** Measures every step in each round, one after the other. */
    public GrowthReport run(int rounds) {
        Map<Step, List<Step.Cost>> costs = new LinkedHashMap<>();
        steps.forEach(step -> costs.put(step, new ArrayList<>()));
        IntStream.range(0, WARM_UP).forEach(time -> warmUp());
        for (int round = 0; round < rounds; round++) {
            costs.forEach((step, seen) -> seen.add(cost(step)));
        }
        return new GrowthReport(Machine.here(), rows(costs));
    }

    private void warmUp() {
        warmUp(scenarios.producers(4));
        warmUp(scenarios.stream(1_000));
        warmUp(scenarios.clients(10));
    }

    private static void warmUp(Step.Sending sending) {
        try (sending) {
            sending.send();
        }
    }

    private static Step.Cost cost(Step step) {
        try (Step.Sending sending = step.scenario().prepare(step.size())) {
            Usage before = Usage.now();
            double count = sending.send();
            Usage used = Usage.now().since(before);
            return new Step.Cost(used.cpuNanos() / count / 1e3, used.allocated() / count, count * 1e9 / used.nanos());
        }
    }

    private static List<GrowthReport.Row> rows(Map<Step, List<Step.Cost>> costs) {
        Map<String, Double> first = new LinkedHashMap<>();
        List<GrowthReport.Row> rows = new ArrayList<>();
        costs.forEach((step, seen) -> {
            double cpu = median(seen, Step.Cost::cpuMicros);
            rows.add(new GrowthReport.Row(
                    step.what(),
                    step.size(),
                    cpu,
                    median(seen, Step.Cost::bytes),
                    median(seen, Step.Cost::perSecond),
                    cpu / first.computeIfAbsent(step.what(), what -> cpu)));
        });
        return rows;
    }

    private static double median(Collection<Step.Cost> costs, ToDoubleFunction<Step.Cost> figure) {
        return Statistics.calculateMedian(
                costs.stream().map(figure::applyAsDouble).sorted().toList());
    }
}
