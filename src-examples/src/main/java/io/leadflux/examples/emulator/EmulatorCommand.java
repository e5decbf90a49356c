package io.leadflux.examples.emulator;

import static java.util.Objects.requireNonNull;

import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.DurationText;
import io.leadflux.examples.terminal.Ports;
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

/** Runs the emulated endpoint as a command. */
@Command(
        name = "emulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Emulate the endpoint on this machine until Ctrl-C, then print its ledger to stdout as one line of "
                        + "JSON. While it runs, GET /ledger returns the same.",
        footer = {
            "",
            "FAULTS are separated by ';', the settings of one fault by ',':",
            "  --fail 'status=503,rate=0.1,retry-after=2;reset=0.05;reject=0.001'",
            "A request meets at most one fault, so the rates add up to at most 1.",
            "  status=CODE                respond with CODE, 200 to 599, and accept nothing",
            "  process-then-status=CODE   accept the events, but respond with CODE",
            "  reset[=RATE]               reset the connection and accept nothing",
            "  process-then-reset[=RATE]  accept the events, then reset the connection",
            "  silence[=RATE]             accept nothing and never respond",
            "  process-then-silence[=RATE]",
            "                             accept the events and never respond",
            "  delay=D                    accept the events and respond after D: 20ms, 2s",
            "  reject=RATE                refuse this share of the events for good: each",
            "                             batch that contains one gets 400",
            "Settings of a fault:",
            "  rate=RATE                  share of the requests, above 0 to 1; default: 1",
            "  delay=D                    delay the response or the reset",
            "  retry-after=SECONDS        with a status: the Retry-After header",
            "",
            "The accepted API key comes from LEADFLUX_API_KEY; without it, the key is",
            EndpointEmulator.DEFAULT_KEY + "."
        })
public final class EmulatorCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port to listen on; 0 is any free port. Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = "--pixel-id",
            paramLabel = "ID",
            defaultValue = EndpointEmulator.DEFAULT_PIXEL_ID,
            description = "The event key that it accepts. Default: ${DEFAULT-VALUE}.")
    private String pixelId = EndpointEmulator.DEFAULT_PIXEL_ID;

    @Option(
            names = "--delay",
            paramLabel = "D",
            defaultValue = "0ms",
            converter = DurationText.class,
            description =
                    "Delay of the response to a request that meets no fault: 20ms, 2s. Default: ${DEFAULT-VALUE}.")
    private Duration delay = Duration.ZERO;

    @Option(
            names = "--fail",
            paramLabel = "FAULTS",
            converter = FaultText.class,
            description = "Faults to inject; see below. Default: none.")
    private Faults faults = Faults.NONE;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Selects the requests and events that meet a fault. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    public EmulatorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        EndpointEmulator emulator = start();
        if (!delay.isZero() || !faults.isEmpty()) {
            faults.script(emulator.script(), seed, Response.process().withDelay(delay));
        }
        announce(emulator);
        try (StopSignal.Handle handle = context.stopSignal().onStop(stopped::countDown, STOP_TIMEOUT)) {
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
        String key = context.environment().get(ApiKeys.VARIABLE);
        try {
            return EndpointEmulator.builder()
                    .port(port)
                    .pixelId(pixelId)
                    .apiKey(key == null || key.isBlank() ? EndpointEmulator.DEFAULT_KEY : key.strip())
                    .start();
        } catch (RuntimeException unusable) {
            if (!(unusable instanceof IllegalArgumentException) && Ports.isTaken(port)) {
                throw new CannotRunException("The emulator cannot start: " + Ports.taken(port));
            }
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
