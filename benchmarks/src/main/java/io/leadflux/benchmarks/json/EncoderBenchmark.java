package io.leadflux.benchmarks.json;

import static io.leadflux.benchmarks.BenchmarkEvents.BATCH;

import com.alibaba.fastjson2.JSON;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonWriter;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.Utf8Buffer;
import io.leadflux.validation.EventValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/**
 * Claim: our encoder writes the body of a request of {@value BenchmarkEvents#BATCH} events faster than general JSON
 * libraries do, and without garbage. Figures are per event.
 *
 * <p>Every peer gets the same events in the shape that suits it best, built beforehand, and returns a new array of
 * bytes, as {@link #leadflux()} does. {@link #leadfluxIntoBuffer()} does what the client does: it writes into
 * existing memory. The fastest and the most common peer do that too, under names that end in {@code IntoStream}.
 *
 * <p>The client validates an event before it encodes it, and the event remembers what the validator found out about
 * its texts. The events here are validated too. The benchmarks named {@code Fresh} encode events that were never
 * validated, and include building them; {@link #builds()} measures the building alone.
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
public class EncoderBenchmark {

    static final int BATCHES = 16;

    private final List<List<ServerEvent>> events = BenchmarkEvents.seeded(1).validatedBatches(BATCHES);
    private final List<List<ServerEvent.Builder>> builders = events.stream()
            .map(batch -> batch.stream().map(ServerEvent::toBuilder).toList())
            .toList();
    private final List<WireBatch> wire = events.stream().map(WireBatch::of).toList();
    private final EventValidator validator = EventValidator.create();
    private final BodyEncoder encoder = new BodyEncoder();
    private final tools.jackson.databind.ObjectWriter jackson3 =
            tools.jackson.databind.json.JsonMapper.shared().writerFor(WireBatch.class);
    private final com.fasterxml.jackson.databind.ObjectWriter jackson2 =
            new com.fasterxml.jackson.databind.json.JsonMapper().writerFor(WireBatch.class);
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream(128 * 1024);
    private final JacksonStreaming streaming = new JacksonStreaming();
    private final DslJson<Object> dslJson = Peers.dslJson();
    private final JsonWriter dslWriter = dslJson.newWriter(128 * 1024);
    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
    private int turn;

    private int next() {
        turn = (turn + 1) % BATCHES;
        return turn;
    }

    /** Ours, into a new array. */
    @Benchmark
    public byte[] leadflux() {
        return encoder.encode(events.get(next()));
    }

    /** Ours, into a reused buffer. */
    @Benchmark
    public Utf8Buffer leadfluxIntoBuffer() {
        List<ServerEvent> batch = events.get(next());
        encoder.begin();
        for (int i = 0; i < batch.size(); i++) {
            encoder.append(batch.get(i));
        }
        return encoder.end();
    }

    /** Ours, events never validated, into a new array. */
    @Benchmark
    public byte[] leadfluxFresh() {
        return encoder.encode(builds());
    }

    /** Ours, events never validated, into a reused buffer. */
    @Benchmark
    public Utf8Buffer leadfluxFreshIntoBuffer() {
        List<ServerEvent.Builder> batch = builders.get(next());
        encoder.begin();
        for (int i = 0; i < batch.size(); i++) {
            encoder.append(batch.get(i).build());
        }
        return encoder.end();
    }

    /** Ours, events never validated: each is validated and encoded into a reused buffer. */
    @Benchmark
    public Utf8Buffer leadfluxFreshValidatedIntoBuffer() {
        List<ServerEvent.Builder> batch = builders.get(next());
        encoder.begin();
        for (int i = 0; i < batch.size(); i++) {
            ServerEvent event = batch.get(i).build();
            if (validator.validate(event).isEmpty()) {
                encoder.append(event);
            }
        }
        return encoder.end();
    }

    /** The cost of building events that were never validated. */
    @Benchmark
    public List<ServerEvent> builds() {
        List<ServerEvent.Builder> batch = builders.get(next());
        List<ServerEvent> built = new ArrayList<>(BATCH);
        for (int i = 0; i < batch.size(); i++) {
            built.add(batch.get(i).build());
        }
        return built;
    }

    /** Jackson 3, data binding. */
    @Benchmark
    public byte[] jackson3Databind() {
        return jackson3.writeValueAsBytes(wire.get(next()));
    }

    /** Jackson 2, data binding. */
    @Benchmark
    public byte[] jackson2Databind() throws IOException {
        return jackson2.writeValueAsBytes(wire.get(next()));
    }

    /** Jackson 3, its generator called directly. */
    @Benchmark
    public byte[] jackson3Streaming() {
        return streaming.batch(wire.get(next()).events);
    }

    /** fastjson2, data binding. */
    @Benchmark
    public byte[] fastjson2() {
        return JSON.toJSONBytes(wire.get(next()));
    }

    /** Jackson 3, data binding into a stream over a reused array. */
    @Benchmark
    public ByteArrayOutputStream jackson3DatabindIntoStream() {
        stream.reset();
        jackson3.writeValue(stream, wire.get(next()));
        return stream;
    }

    /** fastjson2, data binding into a stream over a reused array. */
    @Benchmark
    public ByteArrayOutputStream fastjson2IntoStream() {
        stream.reset();
        JSON.writeTo(stream, wire.get(next()));
        return stream;
    }

    /** DSL-JSON, with converters generated at compile time and one reused writer. */
    @Benchmark
    public byte[] dslJson() throws IOException {
        dslWriter.reset();
        dslJson.serialize(dslWriter, wire.get(next()));
        return dslWriter.toByteArray();
    }

    /** Gson, data binding; it writes text, which then becomes bytes. */
    @Benchmark
    public byte[] gson() {
        return gson.toJson(wire.get(next())).getBytes(StandardCharsets.UTF_8);
    }
}
