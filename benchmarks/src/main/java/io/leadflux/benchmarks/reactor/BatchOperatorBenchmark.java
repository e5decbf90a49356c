package io.leadflux.benchmarks.reactor;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.json.BodyEncoder;
import io.leadflux.benchmarks.json.WireBatch;
import io.leadflux.benchmarks.json.WireEvent;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.BatchOperator;
import java.time.Duration;
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
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Claim: the operator makes encoded batches for less than it costs to make lists with Reactor's operators and to
 * encode them. Beyond encoding, it costs about as much as {@code buffer}. Figures are per event. The linger time is
 * never reached.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(BatchOperatorBenchmark.EVENTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class BatchOperatorBenchmark {

    static final int EVENTS = 10_000;

    private static final int BATCH = BenchmarkEvents.BATCH;
    private static final Duration LINGER = Duration.ofMinutes(1);

    private final List<ServerEvent> list = BenchmarkEvents.seeded(5).list(EVENTS);
    private final Flux<ServerEvent> events = Flux.fromIterable(list);
    private final Flux<WireEvent> wireEvents =
            Flux.fromIterable(list.stream().map(WireEvent::of).toList());
    private final BatchOperator operator = BatchOperator.of(BatchLimits.DEFAULT, LINGER);
    private final BodyEncoder encoder = new BodyEncoder();
    private final ObjectWriter jackson = JsonMapper.shared().writerFor(WireBatch.class);

    /** Ours: batches with encoded bodies. Each is released, as by a subscriber that has written it. */
    @Benchmark
    public void leadflux(Blackhole hole) {
        consume(events.transform(operator).doOnNext(EventBatch::release), hole);
    }

    /** Ours, and no batch is released: the garbage collector takes them. */
    @Benchmark
    public void leadfluxKept(Blackhole hole) {
        consume(events.transform(operator), hole);
    }

    /** The limit: encoding alone. */
    @Benchmark
    public void encodeOnly(Blackhole hole) {
        for (int from = 0; from < EVENTS; from += BATCH) {
            hole.consume(encoder.encode(list.subList(from, from + BATCH)));
        }
    }

    /** Lists by count alone, nothing encoded. */
    @Benchmark
    public void buffer(Blackhole hole) {
        consume(events.buffer(BATCH), hole);
    }

    /** Lists by count or time, nothing encoded. */
    @Benchmark
    public void bufferTimeout(Blackhole hole) {
        consume(events.bufferTimeout(BATCH, LINGER), hole);
    }

    /** Lists by count or time with fair backpressure, nothing encoded. */
    @Benchmark
    public void bufferTimeoutFair(Blackhole hole) {
        consume(events.bufferTimeout(BATCH, LINGER, Schedulers.parallel(), true), hole);
    }

    /** Lists made from windows by count or time, nothing encoded. */
    @Benchmark
    public void windowTimeout(Blackhole hole) {
        consume(events.windowTimeout(BATCH, LINGER).concatMap(Flux::collectList), hole);
    }

    /** Lists made from windows by count or time with fair backpressure, nothing encoded. */
    @Benchmark
    public void windowTimeoutFair(Blackhole hole) {
        consume(events.windowTimeout(BATCH, LINGER, true).concatMap(Flux::collectList), hole);
    }

    /** As {@link #bufferTimeoutFair}, each list encoded by our encoder. */
    @Benchmark
    public void bufferTimeoutFairEncoded(Blackhole hole) {
        consume(events.bufferTimeout(BATCH, LINGER, Schedulers.parallel(), true).map(encoder::encode), hole);
    }

    /** As {@link #bufferTimeoutFair}, each list bound by Jackson: the usual code. */
    @Benchmark
    public void bufferTimeoutFairDatabind(Blackhole hole) {
        consume(
                wireEvents
                        .bufferTimeout(BATCH, LINGER, Schedulers.parallel(), true)
                        .map(this::databind),
                hole);
    }

    private byte[] databind(List<WireEvent> events) {
        WireBatch batch = new WireBatch();
        batch.events = events;
        return jackson.writeValueAsBytes(batch);
    }

    private static void consume(Flux<?> batches, Blackhole hole) {
        batches.doOnNext(hole::consume).blockLast();
    }
}
