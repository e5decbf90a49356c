package io.leadflux.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void failed_expiredEvent_listsWhatASecondTryNeeds() throws IOException {
        Path file = folder.resolve("rejects");
        ServerEvent event = ServerEvent.pageView().dedupeId("d-1").build();
        DeliveryException cause = new DeliveryException("the deadline passed", 503, null);

        try (RejectsFile rejects = RejectsFile.to(file)) {
            rejects.failed(new Place(null, 7), DeliveryResult.failed(event, Outcome.EXPIRED, 3, true, cause));
        }

        assertThat(file)
                .hasContent("{\"line\":7,\"outcome\":\"EXPIRED\",\"status\":503,\"message\":\"the deadline passed\","
                        + "\"attempts\":3,\"may_be_duplicate\":true,\"dedupe_id\":\"d-1\"}\n");
    }

    @Test
    void invalid_twoLines_writesEachOnItsOwnLine() throws IOException {
        Path file = Files.writeString(folder.resolve("rejects"), "of an earlier run");

        try (RejectsFile rejects = RejectsFile.to(file)) {
            rejects.invalid(
                    new Place(null, 1), List.of(new Violation("name", Rule.NAME_REQUIRED, "is \"required\"", 1)));
            rejects.invalid(new Place("more.ndjson", 3), List.of());
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"line\":1,\"outcome\":\"INVALID\",\"violations\":[{\"field\":\"name\",\"rule\":\"NAME_REQUIRED\",\"message\":\"is"
                                + " \\\"required\\\"\"}]}",
                        "{\"file\":\"more.ndjson\",\"line\":3,\"outcome\":\"INVALID\",\"violations\":[]}");
    }

    @Test
    void to_newOrExistingFile_isItsOwnersAlone() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path existing = Files.createFile(folder.resolve("existing"));
        Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rw-rw-rw-"));

        for (Path file : List.of(folder.resolve("rejects"), existing)) {
            RejectsFile.to(file).close();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void to_symbolicLink_isNotFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "kept");
        Path link = Files.createSymbolicLink(folder.resolve("rejects"), target);

        assertThatExceptionOfType(CannotRunException.class)
                .isThrownBy(() -> RejectsFile.to(link))
                .withMessage("The rejects file " + link + " is a symbolic link, which is not followed.");
        assertThat(target).hasContent("kept");
    }

    @Test
    void to_device_keepsItsPermissions() throws IOException {
        Path device = Path.of("/dev/null");
        assumeThat(device).exists();
        String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(device));

        RejectsFile.to(device).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(device)))
                .isEqualTo(before);
    }

    @Test
    void both_firstFails_stillCallsTheSecond() {
        List<Long> called = new ArrayList<>();
        Rejects second = new Rejects() {
            @Override
            public void invalid(Place place, List<Violation> violations) {
                called.add(place.line());
            }

            @Override
            public void failed(Place place, DeliveryResult result) {}

            @Override
            public void close() {}
        };

        Rejects first = new Rejects() {
            @Override
            public void invalid(Place place, List<Violation> violations) {
                throw new CannotRunException("the disk is full");
            }

            @Override
            public void failed(Place place, DeliveryResult result) {}

            @Override
            public void close() {}
        };

        assertThatExceptionOfType(CannotRunException.class)
                .isThrownBy(() -> Rejects.both(first, second).invalid(new Place(null, 3), List.of()));

        assertThat(called).containsExactly(3L);
    }
}
