package io.leadflux.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.examples.sample.SampleEvents;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.json.EventEncoder;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Commands in their own JVM, as a user starts them. */
class MainTest {

    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void noCommand_isRefused() throws Exception {
        Process process = start();

        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("Missing required subcommand");
    }

    @Test
    void replay_deadEndpoint_writesNoStackTrace() throws Exception {
        EndpointEmulator emulator = EndpointEmulator.builder().start();
        emulator.disposeNow();

        Process process = start(
                "replay",
                "data/sample-events.ndjson",
                "--endpoint",
                emulator.uri().toString(),
                "--pixel-id",
                "p",
                "--delivery-timeout",
                "200ms");

        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(out()).contains("\"expired\":1000,").hasLineCount(1);
        assertThat(err()).endsWith("\n1,000 read, 0 accepted, 1,000 not.\n").doesNotContain("\tat ");
    }

    @Test
    void replay_terminated_drainsThenPrintsTheSummary() throws Exception {
        EndpointEmulator emulator = EndpointEmulator.builder().start();
        try {
            Process process = start(
                    "replay", "--endpoint", emulator.uri().toString(), "--pixel-id", EndpointEmulator.DEFAULT_PIXEL_ID);
            OutputStream events = process.getOutputStream();
            for (ServerEvent event : SampleEvents.seeded(5).list(1_000)) {
                events.write(EventEncoder.encode(event));
                events.write('\n');
            }
            events.flush();
            Flux.interval(Duration.ofMillis(10))
                    .filter(tick -> emulator.ledger().accepted() == 1_000)
                    .blockFirst(Watchdog.LIMIT);
            process.toHandle().destroy();

            assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM);
            assertThat(out())
                    .startsWith("{\"read\":1000,\"accepted\":1000,\"invalid\":0,")
                    .hasLineCount(1);
        } finally {
            emulator.dispose();
        }
    }

    @Test
    void quickstart_keepsStderrClean() throws Exception {
        Process process = start("quickstart");

        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(err()).isEmpty();
        assertThat(process.exitValue()).isZero();
        assertThat(out()).startsWith("Leadflux: ");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put(ApiKeys.VARIABLE, EndpointEmulator.DEFAULT_KEY);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"), UTF_8);
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"), UTF_8);
    }
}
