package io.leadflux.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
            rejects.failed(7, DeliveryResult.failed(event, Outcome.EXPIRED, 3, true, cause));
        }

        assertThat(file)
                .hasContent("{\"line\":7,\"outcome\":\"EXPIRED\",\"status\":503,\"message\":\"the deadline passed\","
                        + "\"attempts\":3,\"may_be_duplicate\":true,\"dedupe_id\":\"d-1\"}\n");
    }

    @Test
    void invalid_twoLines_writesEachOnItsOwnLine() throws IOException {
        Path file = Files.writeString(folder.resolve("rejects"), "of an earlier run");

        try (RejectsFile rejects = RejectsFile.to(file)) {
            rejects.invalid(1, List.of(new Violation("name", Rule.NAME_REQUIRED, "is \"required\"", 1)));
            rejects.invalid(3, List.of());
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"line\":1,\"outcome\":\"INVALID\",\"violations\":"
                                + "[{\"field\":\"name\",\"rule\":\"NAME_REQUIRED\",\"message\":\"is \\\"required\\\"\"}]}",
                        "{\"line\":3,\"outcome\":\"INVALID\",\"violations\":[]}");
    }

    @Test
    void both_firstFails_stillCallsTheSecond() {
        List<Long> called = new ArrayList<>();
        Rejects second = new Rejects() {
            @Override
            public void invalid(long line, List<Violation> violations) {
                called.add(line);
            }

            @Override
            public void failed(long line, DeliveryResult result) {}

            @Override
            public void close() {}
        };

        Rejects first = new Rejects() {
            @Override
            public void invalid(long line, List<Violation> violations) {
                throw new CannotRunException("the disk is full");
            }

            @Override
            public void failed(long line, DeliveryResult result) {}

            @Override
            public void close() {}
        };

        assertThatExceptionOfType(CannotRunException.class)
                .isThrownBy(() -> Rejects.both(first, second).invalid(3, List.of()));

        assertThat(called).containsExactly(3L);
    }
}
