package io.leadflux.reactor.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventReader;
import io.leadflux.reactor.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the file while it is written: it fills, it is moved or removed, and it is not what it seems. */
class LetterFileTest {

    private static final long SMALL = 1_024;

    @TempDir
    private Path folder = Path.of("");

    private Path path = Path.of("");
    private final List<LetterFile> opened = new ArrayList<>();

    @BeforeEach
    void choosePath() {
        path = folder.resolve("letters.ndjson");
    }

    @AfterEach
    void closeFiles() throws IOException {
        for (LetterFile file : opened) {
            file.close();
        }
    }

    private LetterFile file(long maxBytes, int maxFiles) {
        LetterFile file = new LetterFile(path, maxBytes, maxFiles);
        opened.add(file);
        return file;
    }

    private LetterFile file() {
        return file(1 << 20, 3);
    }

    private Path numbered(int number) {
        return folder.resolve("letters.ndjson." + number);
    }

    private static List<ServerEvent> read(Path from) throws IOException {
        List<ServerEvent> events = new ArrayList<>();
        for (String line : Files.readAllLines(from)) {
            events.add(EventReader.create().read(line.getBytes(UTF_8)).event());
        }
        return events;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    // ---- removed or moved by others

    @Test
    void append_fileWasRemoved_beginsANewOne() throws IOException {
        LetterFile file = file();
        file.append(Events.valid(1));
        Files.delete(path);

        file.append(Events.valid(2));

        assertThat(read(path)).containsExactly(Events.valid(2));
    }

    @Test
    void append_fileWasMovedAway_beginsANewOneAndLeavesTheOther() throws IOException {
        LetterFile file = file();
        file.append(Events.valid(1));
        Files.move(path, folder.resolve("letters.old"));

        file.append(Events.valid(2));
        file.append(Events.valid(3));

        assertThat(read(folder.resolve("letters.old"))).containsExactly(Events.valid(1));
        assertThat(read(path)).containsExactly(Events.valid(2), Events.valid(3));
    }

    @Test
    void append_anotherFileIsInItsPlace_continuesThat() throws IOException {
        LetterFile file = file();
        file.append(Events.valid(1));
        Files.move(path, folder.resolve("letters.old"));
        Files.writeString(path, "cut off");

        file.append(Events.valid(2));

        assertThat(Files.readAllLines(path)).hasSize(2).first().isEqualTo("cut off");
        assertThat(read(folder.resolve("letters.old"))).containsExactly(Events.valid(1));
    }

    @Test
    void append_folderWasRemoved_failsUntilItIsBack() throws IOException {
        path = Files.createDirectory(folder.resolve("in")).resolve("letters.ndjson");
        LetterFile file = file();
        file.append(Events.valid(1));
        Files.delete(path);
        Files.delete(path.getParent());

        assertThatIOException().isThrownBy(() -> file.append(Events.valid(2)));
        Files.createDirectory(path.getParent());
        file.append(Events.valid(3));

        assertThat(read(path)).containsExactly(Events.valid(3));
    }

    @Test
    void append_fileWasTruncated_goesOn() throws IOException {
        LetterFile file = file();
        file.append(Events.valid(1));
        Files.write(path, new byte[0]);

        file.append(Events.valid(2));

        assertThat(read(path)).containsExactly(Events.valid(2));
    }

    // ---- not what it seems

    @Test
    void append_symbolicLink_isNotFollowed() throws IOException {
        Path target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(path, target);

        assertThatIOException()
                .isThrownBy(() -> file().append(Events.valid(1)))
                .withMessage("the dead letter file must be a regular file, not a symbolic link");
        assertThat(target).isEmptyFile();
    }

    @Test
    void append_linkToNothing_createsNothing() throws IOException {
        Path target = folder.resolve("target");
        Files.createSymbolicLink(path, target);

        assertThatIOException().isThrownBy(() -> file().append(Events.valid(1)));
        assertThat(target).doesNotExist();
    }

    @Test
    void append_linkPutInItsPlaceMeanwhile_isNotFollowed() throws IOException {
        LetterFile file = file();
        file.append(Events.valid(1));
        Path target = Files.createFile(folder.resolve("target"));
        Files.delete(path);
        Files.createSymbolicLink(path, target);

        assertThatIOException().isThrownBy(() -> file.append(Events.valid(2)));
        assertThat(target).isEmptyFile();
        Files.delete(path);
        file.append(Events.valid(3));
        assertThat(read(path)).containsExactly(Events.valid(3));
    }

    @Test
    void append_folder_isRefused() throws IOException {
        Files.createDirectory(path);

        assertThatIOException()
                .isThrownBy(() -> file().append(Events.valid(1)))
                .withMessage("the dead letter file must be a regular file, not of another kind");
    }

    @Test
    void append_pipe_isRefusedAtOnce() throws Exception {
        Process made;
        try {
            made = new ProcessBuilder("mkfifo", path.toString()).start();
        } catch (IOException noSuchCommand) {
            assumeThat(noSuchCommand).as("mkfifo").isNull();
            return;
        }
        assumeThat(made.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThatIOException()
                .isThrownBy(() -> file().append(Events.valid(1)))
                .withMessageContaining("not of another kind");
    }

    // ---- whose it is

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "rwxr-x---"})
    void append_fileThatOthersMayRead_isTakenFromThem(String permissions) throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.createFile(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        file().append(Events.valid(1));

        assertThat(permissions(path)).isEqualTo("rw-------");
    }

    @Test
    void append_everyFileOfARotation_isItsOwnersAlone() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        LetterFile file = file(SMALL, 3);
        for (int i = 0; i < 20; i++) {
            file.append(Events.valid(i));
        }

        assertThat(files())
                .hasSize(3)
                .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rw-------"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    // ---- rotation

    @Test
    void append_fullFile_isRotatedAndNoLetterIsLostWhileThereIsRoom() throws IOException {
        LetterFile file = file(SMALL, 4);
        List<ServerEvent> written = new ArrayList<>();
        for (int i = 0; !Files.exists(numbered(3)); i++) {
            file.append(Events.valid(i));
            written.add(Events.valid(i));
        }

        List<ServerEvent> kept = new ArrayList<>();
        for (Path each : List.of(numbered(3), numbered(2), numbered(1), path)) {
            assertThat(Files.size(each)).isBetween(1L, SMALL);
            kept.addAll(read(each));
        }
        assertThat(kept).isEqualTo(written);
    }

    @Test
    void append_asManyFilesAsAllowed_deletesTheOldestAlone() throws IOException {
        LetterFile file = file(SMALL, 3);
        List<ServerEvent> written = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            file.append(Events.valid(i));
            written.add(Events.valid(i));
        }

        assertThat(files()).containsExactly(path, numbered(1), numbered(2));
        List<ServerEvent> kept = new ArrayList<>();
        for (Path each : List.of(numbered(2), numbered(1), path)) {
            kept.addAll(read(each));
        }
        assertThat(kept).isEqualTo(written.subList(written.size() - kept.size(), written.size()));
    }

    @Test
    void append_rotatedFileWasReplayedAndRemoved_leavesTheOthersWhereTheyAre() throws IOException {
        LetterFile file = file(SMALL, 4);
        int next = 0;
        while (!Files.exists(numbered(2))) {
            file.append(Events.valid(next++));
        }
        List<ServerEvent> older = read(numbered(2));
        Files.delete(numbered(1));
        while (!Files.exists(numbered(1))) {
            file.append(Events.valid(next++));
        }

        assertThat(read(numbered(2))).isEqualTo(older);
        assertThat(files()).containsExactly(path, numbered(1), numbered(2));
    }

    @Test
    void append_fileOfAnEarlierRunIsFull_isRotatedFirst() throws IOException {
        Files.writeString(path, "x".repeat(2_000) + "\n");

        file(SMALL, 2).append(Events.valid(1));

        assertThat(Files.size(numbered(1))).isEqualTo(2_001);
        assertThat(read(path)).containsExactly(Events.valid(1));
    }

    @Test
    void append_letterLargerThanAFile_isRefusedAndRotatesNothing() throws IOException {
        LetterFile file = file(SMALL, 3);
        file.append(Events.valid(1));

        assertThatIOException()
                .isThrownBy(() -> file.append(Events.valid(2).withDedupeId("x".repeat(2_000))))
                .withMessage("the dead letter file is full: it may have 1024 bytes");
        assertThat(files()).containsExactly(path);
        assertThat(read(path)).containsExactly(Events.valid(1));
    }

    @Test
    void append_rotationIsNotPossible_refusesTheLetterAndTriesAgain() throws IOException {
        LetterFile file = file(SMALL, 2);
        Path obstacle =
                Files.createDirectories(numbered(1).resolve("not-empty")).getParent();
        int fitting = 0;
        for (boolean full = false; !full; fitting += full ? 0 : 1) {
            try {
                file.append(Events.valid(fitting));
            } catch (IOException refused) {
                full = true;
            }
        }
        assertThat(read(path)).hasSize(fitting);

        Files.delete(obstacle.resolve("not-empty"));
        Files.delete(obstacle);
        file.append(Events.valid(99));

        assertThat(read(path)).containsExactly(Events.valid(99));
        assertThat(read(numbered(1))).hasSize(fitting);
    }
}
