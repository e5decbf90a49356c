package io.leadflux.benchmarks.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("proof")
class ReaderBenchmarkTest {

    @ParameterizedTest
    @MethodSource("readers")
    void peer_everyInput_readsTheSameValuesAsOurs(String name, Reader reader) throws IOException {
        ReaderBenchmark ours = new ReaderBenchmark();
        ReaderBenchmark theirs = new ReaderBenchmark();
        for (int i = 0; i < 1_000; i++) {
            ServerEvent expected = ours.leadflux();
            assertThat(expected).isNotNull();
            assertThat(reader.read(theirs)).as(name).usingRecursiveComparison().isEqualTo(WireEvent.of(expected));
        }
    }

    static Stream<Arguments> readers() {
        return Stream.of(
                reader("jackson 3 databind", ReaderBenchmark::jackson3DatabindStrict),
                reader("jackson 3 databind without duplicates", ReaderBenchmark::jackson3DatabindStrictNoDuplicates),
                reader("jackson 2 databind", ReaderBenchmark::jackson2DatabindStrict),
                reader("fastjson2", ReaderBenchmark::fastjson2Strict),
                reader("dsl-json", ReaderBenchmark::dslJson),
                reader("gson", ReaderBenchmark::gson));
    }

    private static Arguments reader(String name, Reader reader) {
        return Arguments.of(name, reader);
    }

    private interface Reader {
        WireEvent read(ReaderBenchmark benchmark) throws IOException;
    }
}
