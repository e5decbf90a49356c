package io.leadflux.examples.emulator;

import static java.util.Objects.requireNonNull;

import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.DurationText;
import io.leadflux.examples.terminal.StopSignal;
import io.leadflux.examples.terminal.Surroundings;
import io.leadflux.reactor.emulator.Answer;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the emulated endpoint by itself. */
@Command(
        name = "emulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Emulate the endpoint on this machine until Ctrl-C; then print its ledger to stdout as one line of "
                        + "JSON. While it runs, GET /ledger gives the same.",
        footer = {
            "",
            "The API key that it takes comes from LEADFLUX_API_KEY; without one it is " + EndpointEmulator.DEFAULT_KEY
                    + "."
        })
public final class EmulatorCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Where to listen; 0 is any free port. Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = "--pixel-id",
            paramLabel = "ID",
            defaultValue = EndpointEmulator.DEFAULT_PIXEL_ID,
            description = "The event key that it takes. Default: ${DEFAULT-VALUE}.")
    private String pixelId = EndpointEmulator.DEFAULT_PIXEL_ID;

    @Option(
            names = "--delay",
            paramLabel = "D",
            defaultValue = "0ms",
            converter = DurationText.class,
            description = "How long each answer is held back: 20ms, 2s. Default: ${DEFAULT-VALUE}.")
    private Duration delay = Duration.ZERO;

    public EmulatorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        EndpointEmulator emulator = start();
        if (!delay.isZero()) {
            emulator.script().always(Answer.process().withDelay(delay));
        }
        announce(emulator);
        try (StopSignal.Handle handle = surroundings.stopSignal().onStop(stopped::countDown, PATIENCE)) {
            requireNonNull(handle, "handle");
            stopped.await();
            emulator.disposeLater(GRACE).block();
            print(commandLine().getOut(), emulator.ledger().toJson());
            return 0;
        } finally {
            emulator.dispose();
        }
    }

    private EndpointEmulator start() {
        String key = surroundings.environment().get(ApiKeys.VARIABLE);
        try {
            return EndpointEmulator.builder()
                    .port(port)
                    .pixelId(pixelId)
                    .apiKey(key == null || key.isBlank() ? EndpointEmulator.DEFAULT_KEY : key.strip())
                    .start();
        } catch (RuntimeException unusable) {
            throw new CannotRunException(
                    "The emulator cannot start on port " + port + ": " + unusable.getMessage() + '.');
        }
    }

    private void announce(EndpointEmulator emulator) {
        print(
                commandLine().getErr(),
                "Listening at " + emulator.uri() + " for pixel id " + pixelId + ". Ctrl-C stops it.");
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }

    private CommandLine commandLine() {
        return requireNonNull(spec, "spec").commandLine();
    }
}
