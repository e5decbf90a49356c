package io.leadflux.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.endpoint.Endpoint;
import io.leadflux.benchmarks.endpoint.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Runs everything for as short as it goes, so that it does not stop working unseen. What it measures means nothing. */
@Tag("proof")
class ComparisonTest {

    private static final String[] SHORT = {
        "--quick", "--warmup", "0.001s", "--measure", "0.1s", "--paced", "0.1s", "--rate", "2000"
    };

    @Test
    void rules_unknownOption_areRefused() {
        assertThatThrownBy(() -> Rules.of("--fast")).hasMessageContaining("--fast");
    }

    @Test
    void rules_valueMissingOrWrong_areRefused() {
        assertThatThrownBy(() -> Rules.of("--rounds")).hasMessageContaining("--rounds");
        assertThatThrownBy(() -> Rules.of("--rounds", "0")).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> Rules.of("--rounds", "x")).hasMessageContaining("whole number, not x");
        assertThatThrownBy(() -> Rules.of("--paced", "5")).hasMessageContaining("'5' is no time");
        assertThatThrownBy(() -> Rules.of("--paced", "-5s")).hasMessageContaining("'-5s' is negative");
    }

    @Test
    void rules_forOneRun_leadToTheSameRun() {
        Rules rules = Rules.of(
                "--warmup", "7s", "--measure", "0.25s", "--paced", "9m", "--rate", "10", "--concurrency", "11");
        assertThat(Rules.of(rules.forOneRun().toArray(String[]::new)))
                .usingRecursiveComparison()
                .isEqualTo(rules);
    }

    @ParameterizedTest
    @MethodSource("names")
    void run_everyContestant_getsEventsAccepted(String name) {
        try (Endpoint endpoint = Endpoint.start()) {
            Figures figures = Run.run(name, new Target(endpoint.uri(), 2, null), Rules.of(SHORT));
            assertThat(figures.failure()).isNull();
            assertThat(figures.eventsPerSecond()).isPositive();
            assertThat(endpoint.bytes()).isGreaterThan(200 * endpoint.requests());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void paced_twoBatches_emitsEachEventOnce(String name) {
        try (Endpoint endpoint = Endpoint.start();
                Candidate<?> contestant = Roster.contestant(name, new Target(endpoint.uri(), 2, null))) {
            assertThat(paced(contestant))
                    .containsExactlyInAnyOrderElementsOf(numbers().toList());
        }
    }

    private static Stream<Long> numbers() {
        return LongStream.range(0, 2L * Target.BATCH).boxed();
    }

    private static <E> List<Long> paced(Candidate<E> contestant) {
        List<Timed<E>> events = numbers()
                .map(number -> new Timed<>(
                        contestant.model(BenchmarkEvents.seeded(number).next()), number))
                .toList();
        return contestant
                .paced(Flux.fromIterable(events))
                .take(events.size())
                .map(Timed::dueAt)
                .collectList()
                .block(Duration.ofMinutes(10));
    }

    static Stream<String> names() {
        // The default bufferTimeout may end the stream at any time: that is its nature, and nothing to assert.
        return Roster.names().stream().filter(name -> !name.equals("bufferTimeout+netty"));
    }

    @Test
    void table_failuresAndRatios_areShown() {
        Figures limit = new Figures(Roster.LIMIT, 200, 1, 10, 1, 2, null);
        Figures us = new Figures(Roster.US, 100, 2, 20, 3, 4, null);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new Table(Report.of(new Rules(), List.of(List.of(us, limit, Figures.failed("peer", "broken")))))
                .print(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("| leadflux | 100 | 0.50 | 1.00 | 2.00 | 2.00 | 20 | 3.0 | 4.0 |")
                .contains("failed in 1 of 1 rounds")
                .contains("linger 50 ms + server time 0 ms");
    }
}
