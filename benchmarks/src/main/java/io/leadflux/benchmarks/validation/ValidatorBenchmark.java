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
 * so every verdict but that of {@link #again()} is on an event that nobody has looked at, and includes building it, which
 * {@link #build()} costs alone.
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
    private final List<ServerEvent.Builder> makings =
            valid.stream().map(ServerEvent::toBuilder).toList();
    private final List<ServerEvent.Builder> brokenMakings = valid.stream()
            .map(event -> event.toBuilder().eventSourceUrl(event.eventSourceUrl() + "?a=b"))
            .toList();
    private final EventValidator validator = EventValidator.create();
    private int turn;

    private <T> T next(List<T> all) {
        turn = (turn + 1) % all.size();
        return all.get(turn);
    }

    /** The price of building an event, which puts its texts together, without a verdict. */
    @Benchmark
    public ServerEvent build() {
        return next(makings).build();
    }

    /** The price of looking at the clock. */
    @Benchmark
    public long clock() {
        return System.currentTimeMillis();
    }

    /** Events that may be sent, built for it. */
    @Benchmark
    public List<Violation> valid() {
        return validator.validate(next(makings).build());
    }

    /** Events that may be sent and have been validated before. */
    @Benchmark
    public List<Violation> again() {
        return validator.validate(next(valid));
    }

    /** Events with a query behind their domain, built for it. */
    @Benchmark
    public List<Violation> broken() {
        return validator.validate(next(brokenMakings).build());
    }
}
