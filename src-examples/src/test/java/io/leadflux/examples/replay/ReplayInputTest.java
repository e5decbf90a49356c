package io.leadflux.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compressed input, and several inputs. */
class ReplayInputTest {

    private static final Path SAMPLE = Path.of("data", "sample-events.ndjson");

    @TempDir
    private Path folder = Path.of("");

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void replay_gzipThatIsCutOff_saysSoBesideTheSummary() throws IOException {
        byte[] packed = gzip(Files.readAllBytes(SAMPLE));
        Path file = write("events.gz", Arrays.copyOf(packed, packed.length / 2));

        Run run = Run.of("replay", file.toString(), "--dry-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("The input could not be read completely.\n");
        assertThat(run.out()).startsWith("{\"read\":").hasLineCount(1);
    }

    @Test
    void replay_beginsLikeGzipAlone_saysSoBesideTheSummary() throws IOException {
        Path file = write("events.gz", new byte[] {0x1f, (byte) 0x8b, 0, 0});

        Run run = Run.of("replay", file.toString(), "--dry-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("The input could not be read completely.\n");
    }

    @Test
    void replay_gzip_isReadWhateverItsName() throws IOException {
        Path file = write("events.ndjson", gzip(Files.readAllBytes(SAMPLE)));

        Run run = Run.of("replay", file.toString(), "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEqualTo("1,000 read, 1,000 valid, 0 not.\n");
    }

    @Test
    void replay_gzipOfSeveralMembers_isReadToItsEnd() throws IOException {
        byte[] member = gzip(Files.readAllBytes(SAMPLE));
        byte[] both = Arrays.copyOf(member, 2 * member.length);
        System.arraycopy(member, 0, both, member.length, member.length);

        Run run = Run.of("replay", write("events.gz", both).toString(), "--dry-run");

        assertThat(run.err()).isEqualTo("2,000 read, 2,000 valid, 0 not.\n");
    }

    @Test
    void replay_gzipOnStdin_isRead() throws IOException {
        byte[] packed = gzip(Files.readAllBytes(SAMPLE));

        Run run = Run.in(Run.context(new ByteArrayInputStream(packed), Map.of()), "replay", "--dry-run");

        assertThat(run.err()).isEqualTo("1,000 read, 1,000 valid, 0 not.\n");
    }

    @Test
    void replay_severalFiles_areReadInTurnAndRejectsNameTheirFile() throws IOException {
        Path plain = write("a.ndjson", "\nnot an event\n".getBytes(UTF_8));
        Path packed = write("b.ndjson.gz", gzip("{}".getBytes(UTF_8)));
        Path rejects = folder.resolve("rejects");

        Run run = Run.in(
                Run.context(new ByteArrayInputStream("[]".getBytes(UTF_8)), Map.of()),
                "replay",
                plain.toString(),
                SAMPLE.toString(),
                "-",
                packed.toString(),
                "--dry-run",
                "--rejects",
                rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("1,003 read, 1,000 valid, 3 not.\n");
        assertThat(Files.readAllLines(rejects))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("{\"file\":\"" + plain + "\",\"line\":2,\"outcome\":\"INVALID\""),
                        line -> assertThat(line).startsWith("{\"file\":\"-\",\"line\":1,"),
                        line -> assertThat(line).startsWith("{\"file\":\"" + packed + "\",\"line\":1,"));
    }

    @Test
    void replay_oneFile_leavesItsNameOutOfTheRejects() throws IOException {
        Path rejects = folder.resolve("rejects");

        Run.of("replay", write("a", "x".getBytes(UTF_8)).toString(), "--dry-run", "--rejects", rejects.toString());

        assertThat(rejects).content().startsWith("{\"line\":1,");
    }

    @Test
    void size_severalFiles_isTheirSumAndUnknownWithStdin() throws IOException {
        Path one = write("one", new byte[10]);
        Path other = write("other", new byte[5]);
        ByteArrayInputStream stdin = new ByteArrayInputStream(new byte[0]);

        try (Input files = Input.of(List.of(one.toString(), other.toString()), stdin);
                Input withStdin = Input.of(List.of(one.toString(), "-"), stdin)) {
            assertThat(files.size()).isEqualTo(15);
            assertThat(withStdin.size()).isEqualTo(-1);
        }
    }

    @Test
    void bytesRead_gzip_countsThemAsTheyAreOnDisk() throws IOException {
        byte[] packed = gzip(Files.readAllBytes(SAMPLE));
        try (Input input = Input.of(new ByteArrayInputStream(packed))) {
            while (input.next() != null) {
                assertThat(input.bytesRead()).isLessThanOrEqualTo(packed.length);
            }
            assertThat(input.bytesRead()).isEqualTo(packed.length);
        }
    }
}
