package io.leadflux.examples.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code emulator --fail} against {@code replay}, over real sockets. */
class FaultsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fail_everyResponseLost_flagsAllAsPossibleDuplicates() throws Exception {
        Path rejects = folder.resolve("rejects");
        RunningEmulator emulator = RunningEmulator.with("--fail", "process-then-reset");

        Run replay = emulator.replaySample("--delivery-timeout", "300ms", "--rejects", rejects.toString());

        assertThat(replay.exitCode()).isEqualTo(1);
        assertThat(count(replay, "expired")).isEqualTo(1_000);
        long flagged = Files.readAllLines(rejects).stream()
                .filter(line -> line.contains("\"may_be_duplicate\":true"))
                .count();
        assertThat(flagged).isEqualTo(count(emulator.stop(), "unique"));
    }

    @Test
    void fail_someResponsesFail_losesNothing() throws Exception {
        RunningEmulator emulator =
                RunningEmulator.with("--fail", "status=503,rate=0.2;process-then-reset=0.2;reset=0.2", "--seed", "7");

        Run replay = emulator.replaySample();
        Run ledger = emulator.stop();

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(count(replay, "retries")).isPositive();
        assertThat(count(ledger, "unique")).isEqualTo(1_000);
        assertThat(JSON.readTree(ledger.out()).get("posts").has("503")).isTrue();
        assertThat(count(ledger, "unanswered")).isPositive();
    }

    @Test
    void fail_rejectedEvents_areTheSameInEveryRun() throws Exception {
        List<Integer> first = rejectedLines("11");
        List<Integer> again = rejectedLines("11");

        assertThat(first).isNotEmpty().hasSizeLessThan(10).isEqualTo(again);
        assertThat(rejectedLines("12")).isNotEqualTo(first);
    }

    // One request at a time and full batches, so that the requests of both runs are the same.
    private List<Integer> rejectedLines(String seed) throws Exception {
        Path rejects = folder.resolve("rejects-" + seed);
        RunningEmulator emulator = RunningEmulator.with("--fail", "reject=0.004", "--seed", seed);
        Run replay = emulator.replaySample("--rejects", rejects.toString(), "--max-in-flight", "1");
        emulator.stop();
        List<Integer> lines = withOriginalDedupeId(rejects);
        assertThat(count(replay, "accepted") + count(replay, "rejected")).isEqualTo(1_000);
        return lines;
    }

    // An event without an id gets a new one in each run, so it is another event then.
    private static List<Integer> withOriginalDedupeId(Path rejects) throws IOException {
        String sample = Files.readString(Path.of("data/sample-events.ndjson"));
        return Files.readAllLines(rejects).stream()
                .map(JSON::readTree)
                .filter(reject -> sample.contains('"' + reject.get("dedupe_id").asString() + '"'))
                .map(reject -> reject.get("line").asInt())
                .sorted()
                .toList();
    }

    @Test
    void fail_delay_delaysTheResponses() throws Exception {
        RunningEmulator emulator = RunningEmulator.with("--fail", "delay=100ms");

        Run replay = emulator.replaySample("--max-in-flight", "1");
        emulator.stop();

        assertThat(replay.exitCode()).isZero();
        assertThat(JSON.readTree(replay.out()).get("seconds").asDouble()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void fail_malformed_isRefusedInOneSentence() {
        Run run = Run.of("emulator", "--port", "0", "--fail", "status=503,rate=2");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "Invalid value for option '--fail': 'rate=2' must be a decimal above 0 and at most 1, such as "
                                + "0.05. See 'leadflux-examples emulator --help'.\n");
    }

    private static long count(Run run, String key) {
        JsonNode json = JSON.readTree(run.out());
        return json.get(key).asLong();
    }
}
