package io.leadflux.reactor;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.reactor.PeerSinks;
import io.leadflux.benchmarks.reactor.Producer;
import io.leadflux.benchmarks.reactor.ProducerPause;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeadlineTimer;
import io.leadflux.reactor.delivery.DeliveryOptions;
import io.leadflux.reactor.delivery.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Mono;

/**
 * Claim: passing events from many threads into lists of a hundred costs a tenth of what it costs with Reactor's
 * sinks. Measures the sink's queue and its wake-ups alone: neither side validates, encodes or sends. Both hold 16,384
 * events at most. A producer that finds them full pauses and tries again. Events per microsecond, all producers
 * together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class HandOverBenchmark {

    /** The sink's queue, emptied into lists. */
    @State(Scope.Benchmark)
    public static class Lists {

        private static final int CAPACITY = 16_384;
        private static final long BYTES = 32L * 1024 * 1024;
        private static final DeliveryOptions DELIVERY =
                DeliveryOptions.of((batch, key) -> Mono.empty(), ApiKeySupplier.of("key"));
        private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(50);

        private final SinkQueue queue = new SinkQueue(new SinkOptions(CAPACITY, BYTES, OverflowPolicy.REJECT_NEWEST));
        private final Timing timing = Timing.monotonic();
        private final SinkIntake intake =
                new SinkIntake(queue, timing, DELIVERY.deliveryTimeouts(), this::drain, overdue -> {});
        private final DeadlineTimer linger = new DeadlineTimer(timing, this::drain);
        private final AtomicInteger wip = new AtomicInteger();
        private List<ServerEvent> open = new ArrayList<>(BenchmarkEvents.BATCH);
        private Consumer<List<ServerEvent>> taker = batch -> {};

        /** Starts to collect batches. */
        @Setup
        public void start(Blackhole hole) {
            taker = hole::consume;
            intake.request(Long.MAX_VALUE);
        }

        private void drain() {
            if (wip.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                collect();
                missed = wip.addAndGet(-missed);
            } while (missed != 0);
        }

        private void collect() {
            do {
                for (Intake.Arrival arrival = intake.poll(); arrival != null; arrival = intake.poll()) {
                    open.add(arrival.event());
                    if (open.size() == BenchmarkEvents.BATCH) {
                        taker.accept(open);
                        open = new ArrayList<>(BenchmarkEvents.BATCH);
                    }
                }
            } while (!intake.rest(open.isEmpty() && !linger.isSet() ? 1 : BenchmarkEvents.BATCH - open.size()));
            if (!open.isEmpty()) {
                linger.set(timing.nanos(), LINGER);
            }
        }

        void emit(ServerEvent event) {
            SinkEntry entry = SinkEntry.of(event, System.nanoTime(), SinkEntry.NOT_AWAITED);
            while (queue.offer(entry, victim -> {}) != EmitResult.OK) {
                ProducerPause.park();
            }
            intake.offered();
        }

        /** Drops what is queued. */
        @TearDown
        public void close() {
            intake.cancel();
            intake.wake();
        }
    }

    /** Ours. One producer. */
    @Benchmark
    @Threads(1)
    public void leadflux01(Lists lists, Producer producer) {
        lists.emit(producer.next());
    }

    /** Ours. 16 producers. */
    @Benchmark
    @Threads(16)
    public void leadflux16(Lists lists, Producer producer) {
        lists.emit(producer.next());
    }

    /** Unicast {@code Sinks.many()} with {@code busyLooping}, then fair {@code bufferTimeout}. One producer. */
    @Benchmark
    @Threads(1)
    public void sinksMany01(PeerSinks.ManySink<ServerEvent> sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** Unicast {@code Sinks.many()} with {@code busyLooping}, then fair {@code bufferTimeout}. 16 producers. */
    @Benchmark
    @Threads(16)
    public void sinksMany16(PeerSinks.ManySink<ServerEvent> sink, Producer producer) {
        sink.emit(producer.next());
    }
}
