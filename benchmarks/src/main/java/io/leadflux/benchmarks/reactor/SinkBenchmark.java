package io.leadflux.benchmarks.reactor;

import io.leadflux.event.ServerEvent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: many threads can emit into one client at once, and the cost of an event does not grow with their number. Our
 * sink validates each event and encodes each batch. The peers only collect lists of events; those whose names end in
 * {@code Databind} also encode them with Jackson. Each holds 16,384 events at most. A producer that finds it full
 * pauses and tries again, so the figure is the throughput from a producer to a full batch: events per microsecond,
 * all producers together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class SinkBenchmark {

    /** Ours. One producer. */
    @Benchmark
    @Group("leadflux01")
    @GroupThreads(1)
    public void leadflux01(ClientSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** Ours. 4 producers. */
    @Benchmark
    @Group("leadflux04")
    @GroupThreads(4)
    public void leadflux04(ClientSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** Ours. 16 producers. */
    @Benchmark
    @Group("leadflux16")
    @GroupThreads(16)
    public void leadflux16(ClientSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** Unicast {@code Sinks.many()} with {@code busyLooping}, then fair {@code bufferTimeout}. One producer. */
    @Benchmark
    @Group("sinksMany01")
    @GroupThreads(1)
    public void sinksMany01(PeerSinks.ManySink<ServerEvent> sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** Unicast {@code Sinks.many()} with {@code busyLooping}, then fair {@code bufferTimeout}. 4 producers. */
    @Benchmark
    @Group("sinksMany04")
    @GroupThreads(4)
    public void sinksMany04(PeerSinks.ManySink<ServerEvent> sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** Unicast {@code Sinks.many()} with {@code busyLooping}, then fair {@code bufferTimeout}. 16 producers. */
    @Benchmark
    @Group("sinksMany16")
    @GroupThreads(16)
    public void sinksMany16(PeerSinks.ManySink<ServerEvent> sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** As {@code sinksMany}, each batch encoded by Jackson. One producer. */
    @Benchmark
    @Group("sinksManyDatabind01")
    @GroupThreads(1)
    public void sinksManyDatabind01(PeerSinks.ManySinkDatabind sink, Producer producer) {
        sink.emit(producer.nextWire());
    }

    /** As {@code sinksMany}, each batch encoded by Jackson. 4 producers. */
    @Benchmark
    @Group("sinksManyDatabind04")
    @GroupThreads(4)
    public void sinksManyDatabind04(PeerSinks.ManySinkDatabind sink, Producer producer) {
        sink.emit(producer.nextWire());
    }

    /** As {@code sinksMany}, each batch encoded by Jackson. 16 producers. */
    @Benchmark
    @Group("sinksManyDatabind16")
    @GroupThreads(16)
    public void sinksManyDatabind16(PeerSinks.ManySinkDatabind sink, Producer producer) {
        sink.emit(producer.nextWire());
    }

    /** {@code Flux.create}, whose sink serializes its callers, and fair {@code bufferTimeout}. One producer. */
    @Benchmark
    @Group("fluxCreate01")
    @GroupThreads(1)
    public void fluxCreate01(PeerSinks.CreateSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** {@code Flux.create}, whose sink serializes its callers, and fair {@code bufferTimeout}. 4 producers. */
    @Benchmark
    @Group("fluxCreate04")
    @GroupThreads(4)
    public void fluxCreate04(PeerSinks.CreateSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** {@code Flux.create}, whose sink serializes its callers, and fair {@code bufferTimeout}. 16 producers. */
    @Benchmark
    @Group("fluxCreate16")
    @GroupThreads(16)
    public void fluxCreate16(PeerSinks.CreateSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** A unicast sink behind a lock, and fair {@code bufferTimeout}. One producer. */
    @Benchmark
    @Group("synchronizedSink01")
    @GroupThreads(1)
    public void synchronizedSink01(PeerSinks.LockedSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** A unicast sink behind a lock, and fair {@code bufferTimeout}. 4 producers. */
    @Benchmark
    @Group("synchronizedSink04")
    @GroupThreads(4)
    public void synchronizedSink04(PeerSinks.LockedSink sink, Producer producer) {
        sink.emit(producer.next());
    }

    /** A unicast sink behind a lock, and fair {@code bufferTimeout}. 16 producers. */
    @Benchmark
    @Group("synchronizedSink16")
    @GroupThreads(16)
    public void synchronizedSink16(PeerSinks.LockedSink sink, Producer producer) {
        sink.emit(producer.next());
    }
}
