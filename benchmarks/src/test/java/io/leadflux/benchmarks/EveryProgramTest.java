package io.leadflux.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.benchmarks.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the programs as a user does, for as short as it goes, so that none stops working unseen. Judges no figure. */
class EveryProgramTest {

    @TempDir
    Path folder;

    @Test
    void memory_briefly_looksAtTheHeapAndWritesJson() throws IOException {
        Path out = folder.resolve("memory.json");
        String printed = run(
                Memory.class, "--duration", "0.9s", "--every", "0.3s", "--concurrency", "2", "--out", out.toString());
        assertThat(printed).contains("3 looks at the heap", "growth over the whole time");
        JsonNode last = json(out).get("samples").get(2);
        assertThat(last.get("accepted").asLong()).isPositive();
        assertThat(last.get("usedMiB").asDouble()).isPositive();
    }

    @Test
    void growth_briefly_measuresEverySizeAndWritesJson() throws IOException {
        Path out = folder.resolve("growth.json");
        String printed =
                run(Growth.class, "--rounds", "1", "--events", "2000", "--largest", "10000", "--out", out.toString());
        assertThat(printed)
                .contains(
                        "| producers of the sink | 16 |",
                        "| events of a stream | 10,000 |",
                        "| clients on one sender | 1,000 |");
        assertThat(json(out).get("rows")).hasSize(9);
    }

    @Test
    void profile_ofARecordedRun_namesLayersAndMethods() throws IOException {
        run(EndToEnd.class, "--quick", "--only", "leadflux", "--recordings", folder.toString());
        assertThat(run(
                        Profile.class,
                        "--top",
                        "3",
                        folder.resolve("leadflux-1.jfr").toString()))
                .contains("samples of Java code", "in the kernel", "| layer |", "| method |");
    }

    private static String run(Class<?> program, String... arguments) throws IOException {
        StringBuilder printed = new StringBuilder();
        try (Child child = Child.start(program, List.of(arguments))) {
            for (String line = child.readLine(); line != null; line = child.readLine()) {
                printed.append(line).append('\n');
            }
        }
        return printed.toString();
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }
}
