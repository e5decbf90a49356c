package io.leadflux.benchmarks.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.json.WireBatch;
import io.leadflux.benchmarks.json.WireEvent;
import io.leadflux.event.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Reactor's sinks, which many threads emit into. Fair {@code bufferTimeout} follows each of them. */
public final class PeerSinks {

    private static final int CAPACITY = 16_384;
    private static final Duration LINGER = Duration.ofMillis(50);

    private PeerSinks() {}

    private static <T> Flux<List<T>> batches(Flux<T> events) {
        return events.bufferTimeout(BenchmarkEvents.BATCH, LINGER, Schedulers.parallel(), true);
    }

    /** {@code Sinks.many()}: a producer that finds another thread emitting spins, as {@code busyLooping} does. */
    @State(Scope.Benchmark)
    public static class ManySink<T> {

        final Sinks.Many<T> sink = Sinks.many()
                .unicast()
                .onBackpressureBuffer(Queues.<T>get(CAPACITY).get());
        private @Nullable Disposable running;

        /** Starts to collect batches. */
        @Setup
        public void start(Blackhole hole) {
            running = batches(sink.asFlux()).subscribe(batch -> hole.consume(done(batch)));
        }

        Object done(List<T> batch) {
            return batch;
        }

        /** Emits, and retries until the event is taken. */
        public void emit(T event) {
            while (true) {
                switch (sink.tryEmitNext(event)) {
                    case OK -> {
                        return;
                    }
                    case FAIL_NON_SERIALIZED -> Thread.onSpinWait();
                    case FAIL_OVERFLOW -> ProducerPause.park();
                    default -> throw new IllegalStateException("the sink is broken");
                }
            }
        }

        /** Drops what is queued. */
        @TearDown
        public void close() {
            requireNonNull(running).dispose();
        }
    }

    /** As {@link ManySink}, each batch encoded. */
    public static class ManySinkDatabind extends ManySink<WireEvent> {

        private final ObjectWriter jackson = JsonMapper.shared().writerFor(WireBatch.class);

        @Override
        Object done(List<WireEvent> events) {
            WireBatch batch = new WireBatch();
            batch.events = events;
            return jackson.writeValueAsBytes(batch);
        }
    }

    /** A unicast sink behind a lock. */
    public static class LockedSink extends ManySink<ServerEvent> {

        private final Object lock = new Object();

        @Override
        public void emit(ServerEvent event) {
            while (!taken(event)) {
                ProducerPause.park();
            }
        }

        private boolean taken(ServerEvent event) {
            synchronized (lock) {
                return sink.tryEmitNext(event) == Sinks.EmitResult.OK;
            }
        }
    }

    /**
     * {@code Flux.create}. Its queue is unbounded, so this class counts what it holds. One producer drains what all
     * others emit for as long as they do, so a separate thread collects the batches.
     */
    @State(Scope.Benchmark)
    public static class CreateSink {

        private final AtomicInteger held = new AtomicInteger();
        private @Nullable FluxSink<ServerEvent> sink;
        private @Nullable Disposable running;

        /** Starts to collect batches. */
        @Setup
        public void start(Blackhole hole) {
            Flux<ServerEvent> events = Flux.create(created -> sink = created);
            running = batches(events.publishOn(Schedulers.parallel())).subscribe(batch -> {
                held.addAndGet(-batch.size());
                hole.consume(batch);
            });
        }

        void emit(ServerEvent event) {
            while (held.get() >= CAPACITY) {
                ProducerPause.park();
            }
            held.incrementAndGet();
            requireNonNull(sink).next(event);
        }

        /** Drops what is queued. */
        @TearDown
        public void close() {
            requireNonNull(running).dispose();
        }
    }
}
