package io.leadflux.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.examples.Run;
import io.leadflux.examples.sample.SampleEvents;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.json.EventEncoder;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code replay --overflow} and {@code --dead-letters} against the emulator, over real sockets. */
class ReplayOverflowTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MORE_THAN_THE_SINK_HOLDS = 20_000;

    @TempDir
    private Path folder = Path.of("");

    private final EndpointEmulator emulator =
            EndpointEmulator.builder().apiKey(Run.KEY).start();

    @AfterEach
    void stop() {
        emulator.dispose();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject-newest", "drop-oldest", "prefer-leads"})
    void replay_outageWhileReading_endsEveryLineOnce(String policy) throws IOException {
        Path letters = folder.resolve("letters");

        Run run = replay(brokenUntilItsEnd(), "--overflow", policy, "--dead-letters", letters.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode summary = JSON.readTree(run.out());
        int overflow = summary.get("overflow").asInt();
        assertThat(overflow).isPositive();
        assertThat(overflow + summary.get("accepted").asInt()).isEqualTo(MORE_THAN_THE_SINK_HOLDS);
        assertThat(Files.readAllLines(letters)).hasSize(overflow);
    }

    @Test
    void replay_preferLeads_losesPageViewsFirst() throws IOException {
        Path letters = folder.resolve("letters");

        Run run = replay(brokenUntilItsEnd(), "--overflow", "prefer-leads", "--dead-letters", letters.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(Files.readAllLines(letters)).isNotEmpty().allMatch(line -> line.contains("\"name\":\"page_view\""));
        assertThat(emulator.ledger().accepted(EventName.GENERATE_LEAD)).isPositive();
    }

    /** The endpoint responds with 503 until all lines are read, so the sink overflows however slow the machine is. */
    private InputStream brokenUntilItsEnd() {
        emulator.script().always(Response.status(503));
        return new AtLine(
                new ByteArrayInputStream(input(MORE_THAN_THE_SINK_HOLDS)),
                MORE_THAN_THE_SINK_HOLDS,
                () -> emulator.script().clear());
    }

    @Test
    void replay_overflowWithRoomForAll_acceptsEveryLine() {
        Run run = replay(input(1_050), "--overflow", "reject-newest");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .matches("\\{\"read\":1050,\"accepted\":1050,\"invalid\":0,\"rejected\":0,\"unauthorized\":0,"
                        + "\"expired\":0,\"overflow\":0,\"closed\":0,\"requests\":\\d+,\"retries\":0,"
                        + "\"seconds\":\\d+\\.\\d{3}}\n");
    }

    @Test
    void replay_deadLetters_areAcceptedInASecondRun() throws IOException {
        emulator.script().always(Response.status(503));
        Path letters = folder.resolve("letters");
        Run first = replay(
                Files.readAllBytes(Path.of("data/mixed-events.ndjson")),
                "--delivery-timeout",
                "300ms",
                "--dead-letters",
                letters.toString());
        emulator.script().clear();

        Run second = replay(
                Files.readAllBytes(letters),
                "--dead-letters",
                folder.resolve("again").toString());

        assertThat(JSON.readTree(first.out()).get("expired").asInt()).isEqualTo(881);
        assertThat(JSON.readTree(second.out()).get("accepted").asInt()).isEqualTo(881);
        assertThat(emulator.ledger().accepted()).isEqualTo(881);
        assertThat(JSON.readTree(second.out()).get("invalid").asInt())
                .isEqualTo(Files.readAllLines(folder.resolve("again")).size())
                .isLessThan(113);
    }

    @Test
    void replay_adaptiveBounds_limitTheRequestsInFlight() {
        emulator.script().always(Response.process().withDelay(Duration.ofMillis(100)));

        Run run = replay(input(2_000), "--adaptive", "3-3");

        assertThat(run.exitCode()).isZero();
        assertThat(emulator.maxConcurrentRequests()).isEqualTo(3);
    }

    private Run replay(byte[] input, String... more) {
        return replay(new ByteArrayInputStream(input), more);
    }

    private Run replay(InputStream input, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay", "--endpoint", emulator.uri().toString(), "--pixel-id", EndpointEmulator.DEFAULT_PIXEL_ID));
        arguments.addAll(List.of(more));
        return Run.in(Run.context(input, Map.of(ApiKeys.VARIABLE, Run.KEY)), arguments.toArray(String[]::new));
    }

    private static byte[] input(int events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        SampleEvents.seeded(7).list(events).forEach(event -> {
            lines.writeBytes(EventEncoder.encode(event));
            lines.write('\n');
        });
        return lines.toByteArray();
    }
}
