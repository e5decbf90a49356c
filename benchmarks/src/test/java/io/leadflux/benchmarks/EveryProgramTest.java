package io.leadflux.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the programs as briefly as possible, so that none breaks unnoticed. Asserts no figure. */
@Tag("proof")
class EveryProgramTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream output = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void endToEnd_overTls_writesWhatChartsAndProfileRead() throws IOException {
        Path out = folder.resolve("end-to-end.json");
        run(
                new EndToEnd(output),
                "--quick",
                "--tls",
                "--heap",
                "128m",
                "--only",
                "leadflux,segment-analytics",
                "--recordings",
                folder.toString(),
                "--out",
                out.toString());
        assertThat(text())
                .contains("| leadflux |", "| segment-analytics |", "TLS")
                .doesNotContain("failed in");
        assertThat(json(out).get("tls").asBoolean()).isTrue();
        assertThat(json(out).get("rounds").get(0)).hasSize(2);

        run(new Charts(output), folder.toString());
        assertThat(folder.resolve("end-to-end.svg")).content().contains("Leadflux, send(flux)");

        run(new Profile(output), "--top", "3", folder.resolve("leadflux-1.jfr").toString());
        assertThat(text()).contains("samples of Java code", "in the kernel", "| layer |", "| method |");
    }

    @Test
    void memory_briefly_measuresTheHeapAndWritesJson() throws IOException {
        Path out = folder.resolve("memory.json");
        run(new Memory(output), "--duration", "0.6s", "--every", "0.2s", "--concurrency", "2", "--out", out.toString());
        assertThat(text()).contains("3 measurements of the heap", "growth over the whole time");
        JsonNode last = json(out).get("samples").get(2);
        assertThat(last.get("accepted").asLong()).isPositive();
        assertThat(last.get("usedMiB").asDouble()).isPositive();
    }

    @Test
    void growth_briefly_measuresEverySizeAndWritesJson() throws IOException {
        Path out = folder.resolve("growth.json");
        run(new Growth(output), "--rounds", "1", "--events", "2000", "--largest", "10000", "--out", out.toString());
        assertThat(text())
                .contains(
                        "| producers of the sink | 16 |",
                        "| events of a stream | 10,000 |",
                        "| clients on one sender | 1,000 |");
        assertThat(json(out).get("rows")).hasSize(9);
    }

    private static void run(Object program, String... arguments) {
        assertThat(new CommandLine(program).execute(arguments)).isZero();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }
}
