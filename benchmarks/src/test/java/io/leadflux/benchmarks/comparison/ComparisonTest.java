package io.leadflux.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.endpoint.LoopbackEndpoint;
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

/** Runs everything as briefly as possible, so that nothing breaks unnoticed. The figures mean nothing. */
@Tag("proof")
class ComparisonTest {

    private static final String[] SHORT = {
        "--quick", "--warmup", "0.001s", "--measure", "0.1s", "--paced", "0.1s", "--rate", "2000"
    };

    @Test
    void rules_unknownOption_areRefused() {
        assertThatThrownBy(() -> ComparisonOptions.of("--fast")).hasMessageContaining("--fast");
    }

    @Test
    void rules_valueMissingOrWrong_areRefused() {
        assertThatThrownBy(() -> ComparisonOptions.of("--rounds")).hasMessageContaining("--rounds");
        assertThatThrownBy(() -> ComparisonOptions.of("--rounds", "0")).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> ComparisonOptions.of("--rounds", "x")).hasMessageContaining("whole number, not x");
        assertThatThrownBy(() -> ComparisonOptions.of("--paced", "5")).hasMessageContaining("'5' is not a duration");
        assertThatThrownBy(() -> ComparisonOptions.of("--paced", "-5s")).hasMessageContaining("'-5s' is negative");
    }

    @Test
    void rules_forOneRun_leadToTheSameRun() {
        ComparisonOptions options = ComparisonOptions.of(
                "--warmup", "7s", "--measure", "0.25s", "--paced", "9m", "--rate", "10", "--concurrency", "11");
        assertThat(ComparisonOptions.of(options.forOneRun().toArray(String[]::new)))
                .usingRecursiveComparison()
                .isEqualTo(options);
    }

    @ParameterizedTest
    @MethodSource("names")
    void run_everyCandidate_getsEventsAccepted(String name) {
        try (LoopbackEndpoint endpoint = LoopbackEndpoint.start()) {
            Figures figures = CandidateRun.run(name, new Target(endpoint.uri(), 2, null), ComparisonOptions.of(SHORT));
            assertThat(figures.failure()).isNull();
            assertThat(figures.eventsPerSecond()).isPositive();
            assertThat(endpoint.bytes()).isGreaterThan(200 * endpoint.requests());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void paced_twoBatches_emitsEachEventOnce(String name) {
        try (LoopbackEndpoint endpoint = LoopbackEndpoint.start();
                Candidate<?> candidate = Candidates.create(name, new Target(endpoint.uri(), 2, null))) {
            assertThat(paced(candidate))
                    .containsExactlyInAnyOrderElementsOf(numbers().toList());
        }
    }

    private static Stream<Long> numbers() {
        return LongStream.range(0, 2L * Target.BATCH).boxed();
    }

    private static <E> List<Long> paced(Candidate<E> candidate) {
        List<Timed<E>> events = numbers()
                .map(number -> new Timed<>(
                        candidate.model(BenchmarkEvents.seeded(number).next()), number))
                .toList();
        return candidate
                .paced(Flux.fromIterable(events))
                .take(events.size())
                .map(Timed::dueAt)
                .collectList()
                .block(Duration.ofMinutes(10));
    }

    static Stream<String> names() {
        // The default bufferTimeout may end the stream at any time, so there is nothing to assert.
        return Candidates.names().stream().filter(name -> !name.equals("bufferTimeout+netty"));
    }

    @Test
    void table_failuresAndRatios_areShown() {
        Figures limit = new Figures(Candidates.LIMIT, 200, 1, 10, 1, 2, null);
        Figures us = new Figures(Candidates.LEADFLUX, 100, 2, 20, 3, 4, null);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new Table(Report.of(new ComparisonOptions(), List.of(List.of(us, limit, Figures.failed("peer", "broken")))))
                .print(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("| leadflux | 100 | 0.50 | 1.00 | 2.00 | 2.00 | 20 | 3.0 | 4.0 |")
                .contains("failed in 1 of 1 rounds")
                .contains("linger 50 ms + server time 0 ms");
    }
}
