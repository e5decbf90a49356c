package io.leadflux.benchmarks.validation;

import static io.leadflux.benchmarks.BenchmarkEvents.BATCH;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: validating a valid event takes a quarter of a microsecond and no garbage.
 *
 * <p>The clock is the system's, so its cost is included. An event remembers what the first scan of its texts found.
 * So every benchmark but {@link #again()} validates an event that was never validated, and includes building it;
 * {@link #build()} measures the building alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class ValidatorBenchmark {

    private final List<ServerEvent> valid = BenchmarkEvents.seeded(3).list(10 * BATCH);
    private final List<ServerEvent.Builder> builders =
            valid.stream().map(ServerEvent::toBuilder).toList();
    private final List<ServerEvent.Builder> brokenBuilders = valid.stream()
            .map(event -> event.toBuilder().eventSourceUrl(event.eventSourceUrl() + "?a=b"))
            .toList();
    private final EventValidator validator = EventValidator.create();
    private int turn;

    private <T> T next(List<T> all) {
        turn = (turn + 1) % all.size();
        return all.get(turn);
    }

    /** The cost of building an event, without validating it. */
    @Benchmark
    public ServerEvent build() {
        return next(builders).build();
    }

    /** The cost of reading the clock. */
    @Benchmark
    public long clock() {
        return System.currentTimeMillis();
    }

    /** Valid events, newly built. */
    @Benchmark
    public List<Violation> valid() {
        return validator.validate(next(builders).build());
    }

    /** Valid events that were validated before. */
    @Benchmark
    public List<Violation> again() {
        return validator.validate(next(valid));
    }

    /** Events with a query in their URL, newly built. */
    @Benchmark
    public List<Violation> broken() {
        return validator.validate(next(brokenBuilders).build());
    }
}
