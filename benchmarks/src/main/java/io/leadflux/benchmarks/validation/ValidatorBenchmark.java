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
 * Claim: a valid event's verdict takes a quarter of a microsecond and no garbage.
 *
 * <p>The clock is the system's, which is part of the price. An event remembers what the first look at its texts found out;
 * so every verdict but that of {@link #again()} is on a copy that nobody has looked at, and includes making the copy, which
 * {@link #copy()} costs alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ValidatorBenchmark {

    private final List<ServerEvent> valid = BenchmarkEvents.seeded(3).list(10 * BATCH);
    private final List<ServerEvent> broken = valid.stream()
            .map(event -> event.toBuilder()
                    .eventSourceUrl(event.eventSourceUrl() + "?a=b")
                    .build())
            .toList();
    private final EventValidator validator = EventValidator.create();
    private int turn;

    private ServerEvent fresh(List<ServerEvent> events) {
        return next(events).toBuilder().build();
    }

    private ServerEvent next(List<ServerEvent> events) {
        turn = (turn + 1) % events.size();
        return events.get(turn);
    }

    /** The price of a copy that nobody has looked at, without a verdict. */
    @Benchmark
    public ServerEvent copy() {
        return fresh(valid);
    }

    /** The price of looking at the clock. */
    @Benchmark
    public long clock() {
        return System.currentTimeMillis();
    }

    /** Events that may be sent. */
    @Benchmark
    public List<Violation> valid() {
        return validator.validate(fresh(valid));
    }

    /** Events that may be sent and have been validated before. */
    @Benchmark
    public List<Violation> again() {
        return validator.validate(next(valid));
    }

    /** Events with a query behind their domain. */
    @Benchmark
    public List<Violation> broken() {
        return validator.validate(fresh(broken));
    }
}
