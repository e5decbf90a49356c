package io.leadflux.benchmarks.reactor;

import io.leadflux.reactor.EmitResult;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: {@code tryEmit} returns at once, whatever the other threads do. Measures the time of single calls while the
 * queue is at most half full: validation and queueing, and about 25 ns for reading the clock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class TryEmitBenchmark {

    /** Waits for room before each call; the wait is not measured. */
    @State(Scope.Thread)
    public static class Room {

        /** Waits until the queue is half empty. */
        @Setup(Level.Invocation)
        public void await(ClientSink sink) {
            sink.awaitRoom();
        }
    }

    private final EventValidator validator = EventValidator.create();

    /** The part that validation takes. */
    @Benchmark
    @Threads(1)
    public List<Violation> validate01(Producer producer) {
        return validator.validate(producer.next());
    }

    /** One producer. */
    @Benchmark
    @Threads(1)
    public EmitResult tryEmit01(ClientSink sink, Producer producer, Room room) {
        return sink.tryEmit(producer.next());
    }

    /** 4 producers. */
    @Benchmark
    @Threads(4)
    public EmitResult tryEmit04(ClientSink sink, Producer producer, Room room) {
        return sink.tryEmit(producer.next());
    }

    /** 16 producers. */
    @Benchmark
    @Threads(16)
    public EmitResult tryEmit16(ClientSink sink, Producer producer, Room room) {
        return sink.tryEmit(producer.next());
    }
}
