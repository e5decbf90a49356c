package io.leadflux.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartWriterTest {

    private static final String MACHINE =
            "\"machine\": {\"processors\": 2, \"model\": \"any\", \"system\": \"any\", \"java\": \"any\"}";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void drawWithoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void writeAll_emptyFolder_drawsNothing() throws IOException {
        writeAll();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void writeAll_comparison_drawsBarsByValueWithoutFailedCandidates() throws IOException {
        write("end-to-end.json", "{" + MACHINE + """
                , "concurrency": 8, "rate": 10000, "lingerMillis": 50, "serverMillis": 0, "tls": false, "rounds": [[
                {"candidate": "leadflux", "eventsPerSecond": 900, "cpuMicrosPerEvent": 1, "bytesPerEvent": 10, "p50Millis": 5,
                 "p99Millis": 9, "failure": null},
                {"candidate": "pre-encoded", "eventsPerSecond": 1200, "cpuMicrosPerEvent": 0.5, "bytesPerEvent": 1,
                 "p50Millis": 4, "p99Millis": 8, "failure": null},
                {"candidate": "one-by-one+netty", "eventsPerSecond": 11, "cpuMicrosPerEvent": 88, "bytesPerEvent": 999,
                 "p50Millis": 1, "p99Millis": 2, "failure": null},
                {"candidate": "buffer+jdk", "eventsPerSecond": "NaN", "cpuMicrosPerEvent": "NaN", "bytesPerEvent": "NaN",
                 "p50Millis": "NaN", "p99Millis": "NaN", "failure": "broken"}]]}""");

        writeAll();

        assertThat(read("end-to-end.svg"))
                .containsSubsequence(
                        "limit: bodies encoded beforehand", "Leadflux, send(flux)", "one request per event")
                .contains(">1,200<", ">900<", ">11<")
                .doesNotContain("JDK HttpClient");
        assertThat(read("cpu.svg")).contains("1.00 µs", "88.00 µs (cut)");
        assertThat(read("latency.svg")).contains("5.0 ms", "9.0 ms", "99 of 100 events");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("| leadflux | 900 | 0.75 | 1.00 |");
    }

    @Test
    void writeAll_jmh_drawsEncodersAndSinksAndComparesThemWithOurs() throws IOException {
        write(
                "jmh.json",
                "["
                        + String.join(
                                ",",
                                result("json.EncoderBenchmark.leadflux", 300, "ns/op", ", \"cpu\": {\"score\": 200}"),
                                result("json.EncoderBenchmark.gson", 3000, "ns/op", ", \"cpu\": {\"score\": 2400}"),
                                result("reactor.SinkBenchmark.leadflux01", 2, "ops/us", ""),
                                result("reactor.SinkBenchmark.leadflux04", 4, "ops/us", ""),
                                result("reactor.SinkBenchmark.leadflux16", 5, "ops/us", ""))
                        + "]");

        writeAll();

        assertThat(read("encoder.svg"))
                .containsSubsequence("Leadflux, into a new array", "Gson")
                .contains("2,400 ns (cut)");
        assertThat(read("sink.svg")).contains(">500 ns<", ">250 ns<", ">200 ns<", "16 producers");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("### EncoderBenchmark", "| gson | 3000.0 | 30.0 | 2400.0 | 12.0 | 12.00 |");
    }

    private static String result(String name, double score, String unit, String more) {
        return """
                {"benchmark": "io.leadflux.benchmarks.%s", "primaryMetric": {"score": %s, "scoreError": %s,
                 "scoreUnit": "%s"}, "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 12}%s}}""".formatted(name, score, score / 100, unit, more);
    }

    private void writeAll() throws IOException {
        new ChartWriter(folder, new PrintStream(printed, true, StandardCharsets.UTF_8)).writeAll();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
