package io.leadflux.benchmarks.batch;

import static io.leadflux.benchmarks.BenchmarkEvents.BATCH;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.json.BodyEncoder;
import io.leadflux.benchmarks.json.WireEvent;
import io.leadflux.event.ServerEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Claim: collecting events into a batch costs little more than encoding them, and splitting a batch costs almost
 * nothing. Figures are per event. The events are validated, as the client's are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(BATCH)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class AccumulatorBenchmark {

    private static final int BATCHES = 16;

    private final List<List<ServerEvent>> events = BenchmarkEvents.seeded(4).validatedBatches(BATCHES);
    private final List<List<WireEvent>> wire = events.stream()
            .map(batch -> batch.stream().map(WireEvent::of).toList())
            .toList();
    private final BodyEncoder encoder = new BodyEncoder();
    private final BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
    private final ByteBuffer socket = ByteBuffer.allocateDirect(256 * 1024);
    private final EventBatch sealed = accumulate(events.get(0));
    private final ObjectWriter jackson = JsonMapper.shared().writerFor(WireEvents.class);
    private int turn;

    /** The body of a request, as Jackson binds it. */
    public record WireEvents(List<WireEvent> events) {}

    private int next() {
        turn = (turn + 1) % BATCHES;
        return turn;
    }

    /** The limit: encoding alone, into a new array. */
    @Benchmark
    public byte[] encodeOnly() {
        return encoder.encode(events.get(next()));
    }

    /** Adds each event, then seals the batch. */
    @Benchmark
    public EventBatch accumulate() {
        return accumulate(events.get(next()));
    }

    /**
     * As {@link #accumulate()}, then the body is written to a direct buffer, as for a socket, and the batch is
     * released.
     */
    @Benchmark
    public ByteBuffer accumulateAndWrite() {
        EventBatch batch = accumulate(events.get(next()));
        socket.clear();
        batch.writeBody(socket);
        batch.release();
        return socket;
    }

    /** The usual code: a list that Jackson binds into an array, which is copied to a direct buffer. */
    @Benchmark
    public ByteBuffer listAndDatabind() {
        List<WireEvent> source = wire.get(next());
        List<WireEvent> batch = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            batch.add(source.get(i));
        }
        socket.clear();
        socket.put(jackson.writeValueAsBytes(new WireEvents(batch)));
        return socket;
    }

    /** Halves a sealed batch and writes both halves to a direct buffer. */
    @Benchmark
    public ByteBuffer halveAndWrite() {
        int half = sealed.size() / 2;
        socket.clear();
        sealed.slice(0, half).writeBody(socket);
        sealed.slice(half, sealed.size()).writeBody(socket);
        return socket;
    }

    private EventBatch accumulate(List<ServerEvent> batch) {
        for (int i = 0; i < batch.size(); i++) {
            accumulator.add(batch.get(i));
        }
        return accumulator.seal();
    }
}
