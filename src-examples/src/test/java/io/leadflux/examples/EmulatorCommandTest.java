package io.leadflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.emulator.EndpointEmulator;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import reactor.netty.http.client.HttpClient;

class EmulatorCommandTest {

    private static final Pattern ADDRESS = Pattern.compile("Listening at (http://127\\.0\\.0\\.1:\\d+)/v1/event ");

    @Test
    void emulator_portInUse_isRefused() {
        EndpointEmulator other =
                EndpointEmulator.builder().port(0).pixelId("p").apiKey("k").start();
        try {
            int port = other.uri().getPort();
            Run run = Run.of("emulator", "--port", String.valueOf(port));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("The emulator cannot start on port " + port)
                    .hasLineCount(1);
        } finally {
            other.dispose();
        }
    }

    @Test
    void emulator_impossiblePort_isRefused() {
        Run run = Run.of("emulator", "--port", "70000");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("The emulator cannot start on port 70000")
                .hasLineCount(1);
    }

    @Test
    void emulator_stopped_printsItsLedger() throws Exception {
        BlockingQueue<Runnable> stops = new LinkedBlockingQueue<>();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine(Run.surroundings(InputStream.nullInputStream(), Map.of(), (stop, patience) -> {
                    stops.add(stop);
                    return () -> {};
                }));
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> command.execute("emulator", "--port", "0"));
        Runnable stop = stops.poll(10, TimeUnit.SECONDS);

        String base = address(err);
        Run replay = Run.in(
                Run.surroundings(InputStream.nullInputStream(), Map.of(ApiKeys.VARIABLE, EndpointEmulator.DEFAULT_KEY)),
                "replay",
                "data/sample-events.ndjson",
                "--endpoint",
                base + "/v1/event",
                "--pixel-id",
                EndpointEmulator.DEFAULT_PIXEL_ID);
        String ledger = HttpClient.create()
                .get()
                .uri(base + "/ledger")
                .responseContent()
                .aggregate()
                .asString()
                .block(Duration.ofSeconds(10));
        stop.run();

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(exit.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString()).isEqualTo(ledger + "\n").contains("\"accepted\":1000,");
    }

    private static String address(StringWriter err) {
        Matcher matcher = ADDRESS.matcher(err.toString());
        assertThat(matcher.find()).as(err.toString()).isTrue();
        return matcher.group(1);
    }
}
