package io.leadflux.benchmarks.json;

import static io.leadflux.benchmarks.BenchmarkEvents.BATCH;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONReader;
import com.dslplatform.json.DslJson;
import com.google.gson.Gson;
import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.EventReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Claim: reading one event strictly costs no more than Jackson's data binding does when it refuses unknown fields.
 *
 * <p>The inputs are what {@link EventEncoder} writes. Our reader also checks the UTF-8, refuses duplicate fields and
 * trailing content, and continues after a violation. Of the peers, only those named strict refuse unknown fields.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class ReaderBenchmark {

    private final List<byte[]> inputs = BenchmarkEvents.seeded(2).list(10 * BATCH).stream()
            .map(EventEncoder::encode)
            .toList();
    private final EventReader reader = EventReader.create();
    private final tools.jackson.databind.ObjectReader jackson3 = tools.jackson.databind.json.JsonMapper.shared()
            .readerFor(WireEvent.class)
            .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final tools.jackson.databind.ObjectReader jackson3Duplicates =
            jackson3.with(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    private final com.fasterxml.jackson.databind.ObjectReader jackson2 =
            new com.fasterxml.jackson.databind.json.JsonMapper()
                    .readerFor(WireEvent.class)
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final DslJson<Object> dslJson = Peers.dslJson();
    private final Gson gson = new Gson();
    private int turn;

    private byte[] next() {
        turn = (turn + 1) % inputs.size();
        return inputs.get(turn);
    }

    /** Ours. */
    @Benchmark
    public @Nullable ServerEvent leadflux() {
        return reader.read(next()).event();
    }

    /** Jackson 3, data binding; refuses unknown fields and trailing content. */
    @Benchmark
    public WireEvent jackson3DatabindStrict() {
        return jackson3.readValue(next());
    }

    /** Jackson 3, data binding; refuses duplicate fields as well, as ours does. */
    @Benchmark
    public WireEvent jackson3DatabindStrictNoDuplicates() {
        return jackson3Duplicates.readValue(next());
    }

    /** Jackson 2, data binding; refuses unknown fields and trailing content. */
    @Benchmark
    public WireEvent jackson2DatabindStrict() throws IOException {
        return jackson2.readValue(next());
    }

    /** fastjson2, data binding; refuses unknown fields. */
    @Benchmark
    public WireEvent fastjson2Strict() {
        return JSON.parseObject(next(), WireEvent.class, JSONReader.Feature.ErrorOnUnknownProperties);
    }

    /** DSL-JSON, with converters generated at compile time; skips unknown fields. */
    @Benchmark
    public @Nullable WireEvent dslJson() throws IOException {
        byte[] input = next();
        return dslJson.deserialize(WireEvent.class, input, input.length);
    }

    /** Gson, data binding, from text decoded from the bytes; skips unknown fields. */
    @Benchmark
    public WireEvent gson() {
        return gson.fromJson(new String(next(), StandardCharsets.UTF_8), WireEvent.class);
    }
}
