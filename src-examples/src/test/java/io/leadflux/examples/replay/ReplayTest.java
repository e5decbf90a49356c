package io.leadflux.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.examples.Run;
import io.leadflux.examples.sample.SampleEvents;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.StopSignal;
import io.leadflux.json.EventEncoder;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Ledger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code replay} against the emulator, over real sockets. */
class ReplayTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, String> ENVIRONMENT = Map.of(ApiKeys.VARIABLE, Run.KEY);

    @TempDir
    private Path folder = Path.of("");

    private final Ledger ledger = Ledger.create();
    private volatile EndpointEmulator emulator = start(0);

    @AfterEach
    void stop() {
        emulator.dispose();
    }

    @Test
    void replay_wrongKey_endsUnauthorizedAtTheDeadline() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "wrong\n");
        Path rejects = folder.resolve("rejects");

        Run run = replay(
                input(150),
                "--api-key-file",
                key.toString(),
                "--delivery-timeout",
                "5s",
                "--rejects",
                rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(summary(run).get("unauthorized").asInt()).isEqualTo(150);
        List<String> lines = Files.readAllLines(rejects);
        assertThat(lines).hasSize(150).allMatch(line -> line.contains("\"outcome\":\"UNAUTHORIZED\""));
        // The second batch may never have been sent, while the first one waited for a key that is accepted.
        assertThat(lines.subList(0, 100)).allMatch(line -> line.contains("\"status\":401,"));
        assertThat(run.err() + run.out() + Files.readString(rejects)).doesNotContain("wrong");
    }

    @Test
    void replay_deadEndpoint_expiresEveryEventAndKeepsTheirIds() throws IOException {
        emulator.disposeNow();
        Path rejects = folder.resolve("rejects");

        Run run = replay(input(120), "--delivery-timeout", "200ms", "--rejects", rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(summary(run).get("expired").asInt()).isEqualTo(120);
        assertThat(Files.readAllLines(rejects)).hasSize(120).allMatch(line -> line.contains("\"dedupe_id\":\""));
    }

    @Test
    void replay_emulatorRestartedHalfWay_losesNothing() {
        int events = 5_000;
        int port = emulator.uri().getPort();
        InputStream in = new AtLine(input(events), 2_500, () -> restartLater(port));

        Run run = replay(in);

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = summary(run);
        assertThat(summary.get("accepted").asInt()).isEqualTo(events);
        assertThat(ledger.accepted()).isEqualTo(events);
    }

    @Test
    void replay_mixedFile_sendsTheGoodAndReportsTheRest() throws IOException {
        Path rejects = folder.resolve("rejects");

        Run run = replay(Files.newInputStream(Path.of("data/mixed-events.ndjson")), "--rejects", rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode summary = summary(run);
        assertThat(summary.get("read").asInt()).isEqualTo(994);
        assertThat(summary.get("accepted").asInt()).isEqualTo(881);
        assertThat(summary.get("invalid").asInt()).isEqualTo(113);
        assertThat(ledger.accepted()).isEqualTo(881);
        assertThat(ledger.refused()).isZero();
        assertThat(Files.readAllLines(rejects)).hasSize(113).allMatch(line -> line.contains("\"outcome\":\"INVALID\""));
    }

    @Test
    void replay_stopSignal_drainsThenPrintsTheSummary() {
        List<Runnable> stops = new ArrayList<>();
        StopSignal signal = (stop, timeout) -> {
            stops.add(stop);
            return () -> {};
        };
        InputStream endless =
                new AtLine(new EndlessInput(), 1_000, () -> stops.get(0).run());

        Run run = Run.in(Run.context(endless, ENVIRONMENT, signal), arguments());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).hasLineCount(1);
        JsonNode summary = summary(run);
        assertThat(summary.get("accepted").asLong())
                .isEqualTo(summary.get("read").asLong());
        assertThat(summary.get("read").asLong()).isBetween(1L, 1_100L).isEqualTo(ledger.accepted());
        assertThat(run.err()).startsWith("Stopping: ");
    }

    @Test
    void replay_sampleFile_isAcceptedWhole() {
        Run run = Run.of(arguments("data/sample-events.ndjson", "--max-in-flight", "2", "--quiet"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .matches(
                        "\\{\"read\":1000,\"accepted\":1000,\"invalid\":0,\"rejected\":0,\"unauthorized\":0,\"expired\":0,"
                                + "\"closed\":0,\"requests\":10,\"retries\":0,\"seconds\":\\d+\\.\\d{3}}\n");
        assertThat(ledger.accepted()).isEqualTo(1_000);
    }

    @Test
    void replay_rate_holdsTheReadingBack() {
        Run run = replay(input(101), "--rate", "200");

        assertThat(run.exitCode()).isZero();
        assertThat(summary(run).get("seconds").asDouble()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void replay_moreBadEventsThanTheDefaultBudget_isSentWithALargerOne() {
        int bad = 100;
        List<ServerEvent> events = numbered(10 * bad);
        emulator.script().rejectEvents(event -> String.valueOf(event.dedupeId()).endsWith("0"));

        Run run = replay(lines(events), "--refusals", "10000");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(summary(run).get("rejected").asInt()).isEqualTo(bad);
        assertThat(summary(run).get("accepted").asInt()).isEqualTo(9 * bad);
    }

    private static List<ServerEvent> numbered(int count) {
        SampleEvents source = SampleEvents.seeded(7);
        return IntStream.range(0, count)
                .mapToObj(number -> source.next().withDedupeId("event-" + number))
                .toList();
    }

    private void restartLater(int port) {
        emulator.disposeNow();
        Schedulers.boundedElastic().schedule(() -> emulator = start(port), 300, TimeUnit.MILLISECONDS);
    }

    private Run replay(InputStream in, String... more) {
        return Run.in(Run.context(in, ENVIRONMENT), arguments(more));
    }

    private String[] arguments(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("replay", "--endpoint", emulator.uri().toString(), "--pixel-id", "p"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private EndpointEmulator start(int port) {
        return EndpointEmulator.builder()
                .port(port)
                .pixelId("p")
                .apiKey(Run.KEY)
                .ledger(ledger)
                .start();
    }

    private static InputStream input(int events) {
        return lines(SampleEvents.seeded(7).list(events));
    }

    private static InputStream lines(List<ServerEvent> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        events.forEach(event -> {
            lines.writeBytes(EventEncoder.encode(event));
            lines.write('\n');
        });
        return new ByteArrayInputStream(lines.toByteArray());
    }

    private static JsonNode summary(Run run) {
        return JSON.readTree(run.out());
    }
}
