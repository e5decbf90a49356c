package io.leadflux.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import io.leadflux.examples.sample.BrokenLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayDryRunTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void dryRun_mixedFile_listsEachBrokenLine() throws IOException {
        Path rejects = folder.resolve("rejects.ndjson");

        Run run = Run.of("replay", "data/mixed-events.ndjson", "--dry-run", "--rejects", rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("994 read, 881 valid, 113 not.\n");
        assertThat(run.out()).hasLineCount(1);
        JsonNode summary = JSON.readTree(run.out());
        assertThat(summary.get("read").asInt()).isEqualTo(994);
        assertThat(summary.get("invalid").asInt()).isEqualTo(113);
        assertThat(summary.get("requests").asInt()).isZero();
        assertThat(lineNumbers(rejects)).containsExactlyElementsOf(BrokenLines.numbers());
    }

    @Test
    void dryRun_optionsOfDelivery_areIgnored() {
        Path letters = folder.resolve("letters");

        Run run = Run.of(
                "replay",
                "data/sample-events.ndjson",
                "--dry-run",
                "--overflow",
                "drop-oldest",
                "--dead-letters",
                letters.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("overflow");
        assertThat(letters).doesNotExist();
    }

    @Test
    void dryRun_longLine_isReportedWithItsNumber() throws IOException {
        Path rejects = folder.resolve("rejects.ndjson");
        String input = "\n" + "x".repeat(2_000_000) + "\nnot json\n";

        Run run = Run.in(
                Run.context(new ByteArrayInputStream(input.getBytes(UTF_8)), Map.of()),
                "replay",
                "--dry-run",
                "--rejects",
                rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(Files.readAllLines(rejects))
                .containsExactly(
                        "{\"line\":2,\"outcome\":\"INVALID\",\"violations\":[{\"field\":\"\","
                                + "\"rule\":\"INPUT_TOO_LARGE\",\"message\":\"is longer than 65536 bytes\"}]}",
                        "{\"line\":3,\"outcome\":\"INVALID\",\"violations\":[{\"field\":\"\","
                                + "\"rule\":\"MALFORMED_JSON\",\"message\":\"no JSON from here on, at column 5\"}]}");
    }

    @Test
    void dryRun_validFile_isSilentWhenQuiet() {
        Run run = Run.of("replay", "data/sample-events.ndjson", "--dry-run", "--quiet");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .matches(
                        "\\{\"read\":1000,\"accepted\":0,\"invalid\":0,\"rejected\":0,\"unauthorized\":0,\"expired\":0,"
                                + "\"closed\":0,\"requests\":0,\"retries\":0,\"seconds\":\\d+\\.\\d{3}}\n");
    }

    private static List<Integer> lineNumbers(Path rejects) throws IOException {
        return Files.readAllLines(rejects).stream()
                .map(line -> JSON.readTree(line).get("line").asInt())
                .toList();
    }
}
