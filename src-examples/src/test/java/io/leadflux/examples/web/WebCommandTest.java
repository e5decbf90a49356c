package io.leadflux.examples.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import io.leadflux.examples.Watchdog;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command's options, and how it stops. */
final class WebCommandTest {

    @Test
    void port_taken_isOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = Run.of("web", "--port", String.valueOf(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .isEqualTo("The site cannot start: port " + taken.getLocalPort()
                            + " is taken by another program. Choose another with --port; 0 is any free one.\n");
        }
    }

    @Test
    void endpoint_withoutPixelId_namesTheMissingProperty() {
        Run run = Run.of("web", "--port", "0", "--endpoint", "http://127.0.0.1:1/v1/event");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("leadflux.").contains("is required").hasLineCount(1);
    }

    @Test
    void visitors_toARealEndpoint_areRefused() {
        Run run = Run.of("web", "--endpoint", "https://endpoint.example/v1/event", "--visitors", "5");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("--visitors needs the emulator inside the site");
    }

    @Test
    void visitors_tooMany_areRefused() {
        Run run = Run.of("web", "--port", "0", "--visitors", "101");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("site.visitors must be from 0 to 100, not 101");
    }

    @Test
    void stop_siteWithVisitors_printsTheLedger() throws Exception {
        BlockingQueue<Runnable> stops = new LinkedBlockingQueue<>();
        StringWriter err = new StringWriter();
        CompletableFuture<Run> running = CompletableFuture.supplyAsync(() -> Run.in(
                Run.context(InputStream.nullInputStream(), Map.of(), (stop, timeout) -> {
                    stops.add(stop);
                    return () -> {};
                }),
                err,
                "web",
                "--port",
                "0",
                "--visitors",
                "10",
                "--set",
                "leadflux.batch.linger=1ms"));

        requireNonNull(stops.poll(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS), err::toString)
                .run();
        Run run = running.get(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("http://127.0.0.1:", "/?aleid=", "/operations", "Ctrl-C");
        assertThat(run.out()).startsWith("{\"posts\":{").hasLineCount(1);
    }
}
