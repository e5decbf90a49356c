package io.leadflux.benchmarks.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EncoderBenchmarkTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @MethodSource("encoders")
    void peer_everyBatch_writesTheSameFieldsAsOurs(String name, Encoder encoder) throws IOException {
        EncoderBenchmark ours = new EncoderBenchmark();
        EncoderBenchmark theirs = new EncoderBenchmark();
        for (int batch = 0; batch < EncoderBenchmark.BATCHES; batch++) {
            JsonNode expected = MAPPER.readTree(ours.leadflux());
            assertThat(MAPPER.readTree(encoder.encode(theirs))).as(name).isEqualTo(expected);
            assertThat(expected.get("events")).hasSize(100);
        }
    }

    static Stream<Arguments> encoders() {
        return Stream.of(
                encoder("ours into a buffer", EncoderBenchmarkTest::fromBuffer),
                encoder("jackson 3 databind", EncoderBenchmark::jackson3Databind),
                encoder("jackson 2 databind", EncoderBenchmark::jackson2Databind),
                encoder("jackson 3 streaming", EncoderBenchmark::jackson3Streaming),
                encoder("fastjson2", EncoderBenchmark::fastjson2),
                encoder(
                        "jackson 3 databind into a stream",
                        peer -> peer.jackson3DatabindIntoStream().toByteArray()),
                encoder(
                        "fastjson2 into a stream",
                        peer -> peer.fastjson2IntoStream().toByteArray()),
                encoder("dsl-json", EncoderBenchmark::dslJson),
                encoder("gson", EncoderBenchmark::gson));
    }

    private static byte[] fromBuffer(EncoderBenchmark benchmark) {
        return benchmark.leadfluxIntoBuffer().toByteArray();
    }

    private static Arguments encoder(String name, Encoder encoder) {
        return Arguments.of(name, encoder);
    }

    private interface Encoder {
        byte[] encode(EncoderBenchmark benchmark) throws IOException;
    }
}
