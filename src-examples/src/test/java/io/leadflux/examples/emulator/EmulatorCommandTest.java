package io.leadflux.examples.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import io.leadflux.examples.Watchdog;
import io.leadflux.reactor.emulator.EndpointEmulator;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

class EmulatorCommandTest {

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
                    .isEqualTo("The emulator cannot start: port " + port + " is taken by another program."
                            + " Choose another with --port; 0 is any free one.\n");
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
        RunningEmulator emulator = RunningEmulator.with();

        Run replay = emulator.replaySample();
        String ledger = HttpClient.create()
                .get()
                .uri(emulator.base() + "/ledger")
                .responseContent()
                .aggregate()
                .asString()
                .block(Watchdog.LIMIT);
        Run run = emulator.stop();

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(ledger + "\n").contains("\"accepted\":1000,");
    }
}
