package io.leadflux.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CommandContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops {@code replay} from running: exit code 2, one sentence on stderr, nothing on stdout. */
class ReplayUsageTest {

    private static final String SAMPLE = "data/sample-events.ndjson";
    private static final String ENDPOINT = "http://127.0.0.1:9/v1/event";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --rate 0           | --rate must be at least 1, not 0.
        --max-in-flight 0  | --max-in-flight must be from 1 to 1024, not 0.
        --delivery-timeout 10 | Invalid value for option '--delivery-timeout': '10' is not a duration such as 500ms, 30s, 2m or 1h. See 'leadflux-examples replay --help'.
        --delivery-timeout 0s | --delivery-timeout must be from 1ms to 168h, not 0s.
        --rate many        | Invalid value for option '--rate': 'many' is not an int. See 'leadflux-examples replay --help'.
        --api-key secret   | Unknown option: '--api-key'. See 'leadflux-examples replay --help'.
        --api-key-file /nonexistent/key | The API key file /nonexistent/key cannot be read.
        --rejects /nonexistent/rejects  | The rejects file /nonexistent/rejects cannot be written.
        --rejects data/sample-events.ndjson | --rejects names the input itself.
        --dead-letters data/../data/sample-events.ndjson | --dead-letters names the input itself.
        --dead-letters /nonexistent/letters | The dead letter file /nonexistent/letters cannot be written.
        --dead-letters target/one --rejects target/one | --rejects and --dead-letters name the same file.
        --max-in-flight 2 --adaptive 1-2 | --max-in-flight and --adaptive exclude each other.
        --max-in-flight 1025 | --max-in-flight must be from 1 to 1024, not 1025.
        --refusals 9      | --refusals must be from 10 to 100000, not 9.
        --refusals 100001 | --refusals must be from 10 to 100000, not 100001.
        --adaptive 8     | Invalid value for option '--adaptive': '8' is not a range such as 1-64. See 'leadflux-examples replay --help'.
        --adaptive 0-8   | Invalid value for option '--adaptive': '0-8' must be from 1 to 1024, the smaller number first. See 'leadflux-examples replay --help'.
        --adaptive 9-8   | Invalid value for option '--adaptive': '9-8' must be from 1 to 1024, the smaller number first. See 'leadflux-examples replay --help'.
        --adaptive 1-1025 | Invalid value for option '--adaptive': '1-1025' must be from 1 to 1024, the smaller number first. See 'leadflux-examples replay --help'.
        --overflow newest | Invalid value for option '--overflow': 'newest' is not one of reject-newest, drop-oldest, prefer-leads. See 'leadflux-examples replay --help'.
        """)
    void replay_wrongOption_isRefused(String option, String sentence) {
        Run run = Run.of(words("replay " + SAMPLE + " --endpoint " + ENDPOINT + " --pixel-id p " + option));

        assertRefused(run, sentence);
    }

    @Test
    void replay_plainHttpToAnotherMachine_isRefused() {
        Run run = Run.of("replay", SAMPLE, "--endpoint", "http://192.0.2.1/v1/event", "--pixel-id", "p");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("The endpoint cannot be used: ").hasLineCount(1);
    }

    @Test
    void replay_noEndpoint_isRefused() {
        assertRefused(
                Run.of("replay", SAMPLE, "--pixel-id", "p"),
                "Without --dry-run, --endpoint and --pixel-id are required.");
    }

    @Test
    void replay_noKey_isRefused() {
        assertRefused(
                Run.in(context(InputStream.nullInputStream(), Map.of()), words(live(SAMPLE))),
                "There is no API key: set LEADFLUX_API_KEY or give --api-key-file.");
    }

    @Test
    void replay_keyWithLineBreak_isRefusedWithoutSayingIt() {
        Map<String, String> environment = Map.of(ApiKeys.VARIABLE, "secret\nkey");

        assertRefused(
                Run.in(context(InputStream.nullInputStream(), environment), words(live(SAMPLE))),
                "LEADFLUX_API_KEY has no usable key: a key is printable ASCII without white space.");
    }

    @Test
    void replay_emptyKeyFile_isRefused() throws IOException {
        Path empty = Files.createFile(folder.resolve("key"));

        assertRefused(
                Run.of(words(live(SAMPLE) + " --api-key-file " + empty)),
                "The file of --api-key-file has no usable key: a key is printable ASCII without white space.");
    }

    @Test
    void replay_missingFile_isRefused() {
        assertRefused(Run.of(words(live("/nonexistent"))), "The input /nonexistent cannot be opened.");
    }

    @Test
    void replay_directory_isRefusedWithTheWayToNameItsFiles() {
        assertRefused(
                Run.of("replay", folder.toString(), "--dry-run"),
                "The input " + folder + " is a directory; name the files in it, such as " + folder.resolve("*.ndjson")
                        + '.');
    }

    @Test
    void replay_oneMissingFileAmongOthers_isRefusedBeforeAnyIsRead() {
        assertRefused(
                Run.of("replay", SAMPLE, "/nonexistent", "--dry-run"), "The input /nonexistent cannot be opened.");
    }

    @Test
    void replay_fileNamedTwice_isRefused() {
        assertRefused(Run.of("replay", SAMPLE, SAMPLE, "--dry-run"), "The input " + SAMPLE + " is named twice.");
    }

    @Test
    void replay_rejectsNameTheSecondInput_isRefused() {
        assertRefused(
                Run.of("replay", "data/mixed-events.ndjson", SAMPLE, "--dry-run", "--rejects", SAMPLE),
                "--rejects names the input itself.");
    }

    @ParameterizedTest
    @CsvSource({
        "504b030414, a ZIP archive",
        "28b52ffd24, compressed by zstd",
        "fd377a585a00, compressed by xz",
        "425a6839, compressed by bzip2"
    })
    void replay_compressionThatIsNotRead_isRefusedByItsName(String begin, String kind) throws IOException {
        Path file = Files.write(folder.resolve("events"), HexFormat.of().parseHex(begin));

        assertRefused(
                Run.of("replay", file.toString(), "--dry-run"),
                "The input " + file + " is " + kind + "; unpack it first. Only gzip is read as it is.");
    }

    @Test
    void replay_zipOnStdin_isRefusedByItsName() {
        Run run = Run.in(
                context(new ByteArrayInputStream(HexFormat.of().parseHex("504b030414")), Map.of()),
                "replay",
                "--dry-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("The input - is a ZIP archive; unpack it first. Only gzip is read as it is.\n");
    }

    @Test
    void replay_inputThatBreaksOff_saysSoBesideTheSummary() {
        Run run = Run.in(context(new FailingInput("gone"), Map.of()), "replay", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("The input could not be read completely.\n");
        assertThat(run.out()).startsWith("{\"read\":0,").hasLineCount(1);
    }

    @Test
    void replay_emptyInput_hasNothingWrong() {
        Run run = Run.in(context(new ByteArrayInputStream(new byte[0]), Map.of()), "replay", "-", "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{\"read\":0,\"accepted\":0,\"invalid\":0,");
    }

    private static CommandContext context(InputStream in, Map<String, String> environment) {
        return Run.context(in, environment);
    }

    private static String live(String file) {
        return "replay " + file + " --endpoint " + ENDPOINT + " --pixel-id p";
    }

    private static String[] words(String line) {
        return line.split(" +");
    }

    private static void assertRefused(Run run, String sentence) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(sentence + "\n");
    }
}
