package io.leadflux.examples.emulator;

import static java.util.Objects.requireNonNull;

import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.DurationText;
import io.leadflux.examples.terminal.StopSignal;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
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
            "FAULTS are parted by ';', their settings by ',', such as",
            "  --fail 'status=503,rate=0.1,retry-after=2;reset=0.05;reject=0.001'",
            "A request meets one of them at most, so that their rates add up to 1 at most.",
            "  status=CODE                answer with CODE, 200 to 599, and take nothing",
            "  process-then-status=CODE   take the events, yet answer with CODE",
            "  reset[=RATE]               reset the connection and take nothing",
            "  process-then-reset[=RATE]  take the events, then reset the connection",
            "  silence[=RATE]             take nothing and never answer",
            "  process-then-silence[=RATE]",
            "                             take the events and never answer",
            "  delay=D                    take the events, and answer after D: 20ms, 2s",
            "  reject=RATE                refuse this share of the events for good: each",
            "                             batch that holds one gets 400",
            "Settings of a fault:",
            "  rate=RATE                  the share of the requests, above 0 to 1; default: 1",
            "  delay=D                    hold the answer or the reset back",
            "  retry-after=SECONDS        with a status: the header of that name",
            "",
            "The API key that it takes comes from LEADFLUX_API_KEY; without one it is " + EndpointEmulator.DEFAULT_KEY
                    + "."
        })
public final class EmulatorCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommandContext surroundings;

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
            description =
                    "How long the answer to a request is held back that meets no fault: 20ms, 2s. Default: ${DEFAULT-VALUE}.")
    private Duration delay = Duration.ZERO;

    @Option(
            names = "--fail",
            paramLabel = "FAULTS",
            converter = FaultText.class,
            description = "What goes wrong on purpose; see below. Default: nothing.")
    private Faults faults = Faults.NONE;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which requests and events the faults befall. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    public EmulatorCommand(CommandContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        EndpointEmulator emulator = start();
        if (!delay.isZero() || !faults.isEmpty()) {
            faults.teach(emulator.script(), seed, Response.process().withDelay(delay));
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
                "Listening at " + emulator.uri() + " for pixel id " + pixelId
                        + (faults.isEmpty() ? "" : ", failing on purpose with seed " + seed) + ". Ctrl-C stops it.");
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }

    private CommandLine commandLine() {
        return requireNonNull(spec, "spec").commandLine();
    }
}
