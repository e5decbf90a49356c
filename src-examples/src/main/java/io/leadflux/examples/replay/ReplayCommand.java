package io.leadflux.examples.replay;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.DurationText;
import io.leadflux.examples.terminal.StopSignal;
import io.leadflux.examples.terminal.Surroundings;
import io.leadflux.reactor.ApiKeySupplier;
import io.leadflux.reactor.ClientStats;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.http.HttpEventSender;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file of events. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Send a file of events, one ServerEvent in wire form a line, and answer for each.",
        sortOptions = false,
        footer = {
            "",
            "Blank lines are skipped. The API key comes from LEADFLUX_API_KEY or --api-key-file.",
            "Ctrl-C stops reading, waits for what is under way, and prints the summary.",
            "",
            "stdout gets one line of JSON: the summary. Exit code:",
            "  0  every event was accepted (with --dry-run: is valid)",
            "  1  some were not",
            "  2  could not run"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration STOP_MARGIN = Duration.ofSeconds(30);

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "The events as NDJSON; - or nothing is stdin.")
    private String file = "-";

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "Where to POST, such as https://b.applovin.com/v1/event. Plain http goes to this machine only.")
    private @Nullable URI endpoint;

    @Option(names = "--pixel-id", paramLabel = "ID", description = "The event key of the account.")
    private @Nullable String pixelId;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "The file that holds the API key; read again when the key is refused.")
    private @Nullable Path apiKeyFile;

    @Option(names = "--dry-run", description = "Judge the events and send none.")
    private boolean dryRun;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "Write one line of JSON for each line that was not accepted (with --dry-run: is not valid), in no order.")
    private @Nullable Path rejectsFile;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "At most N events a second. Default: as fast as they are accepted.")
    private @Nullable Integer rate;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            defaultValue = "4",
            description = "At most N requests of up to 100 events under way at once. Default: ${DEFAULT-VALUE}.")
    private int maxInFlight = 4;

    @Option(
            names = "--delivery-timeout",
            paramLabel = "D",
            defaultValue = "2m",
            converter = DurationText.class,
            description =
                    "How long an event may take, retries included: 500ms, 30s, 2m, 1h. Default: ${DEFAULT-VALUE}.")
    private Duration deliveryTimeout = Duration.ofMinutes(2);

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on stderr but errors.")
    private boolean quiet;

    public ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        checkRanges();
        Pace pace = rate == null ? null : Pace.of(rate);
        if (dryRun) {
            return run(pace, null);
        }
        HttpEventSender sender = sender();
        ConversionClient client = client(sender);
        try {
            return run(pace, client);
        } finally {
            client.disposeLater().then(sender.disposeLater()).block();
        }
    }

    private void checkRanges() {
        if (rate != null && rate < 1) {
            throw new CannotRunException("--rate must be at least 1, not " + rate + '.');
        }
        if (maxInFlight < 1 || maxInFlight > 1024) {
            throw new CannotRunException("--max-in-flight must be from 1 to 1024, not " + maxInFlight + '.');
        }
        if (deliveryTimeout.isZero() || deliveryTimeout.compareTo(Duration.ofDays(7)) > 0) {
            throw new CannotRunException("--delivery-timeout must be from 1ms to 168h.");
        }
    }

    private int run(@Nullable Pace pace, @Nullable ConversionClient client) {
        Tally tally = new Tally();
        try (LineReader lines = openInput();
                Rejects rejects = openRejects();
                Progress progress = progress(tally)) {
            Replay replay = new Replay(lines, rejects, pace, progress, tally);
            try (StopSignal.Handle handle = surroundings.stopSignal().onStop(() -> stop(replay), patience())) {
                requireNonNull(handle, "handle");
                return run(replay, tally, client);
            }
        } catch (IOException failure) {
            throw new CannotRunException("The input " + file + " cannot be closed.");
        }
    }

    private int run(Replay replay, Tally tally, @Nullable ConversionClient client) {
        long start = System.nanoTime();
        if (client == null) {
            replay.dryRun();
        } else {
            replay.send(client);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        ClientStats stats = client == null ? null : client.stats();
        out().println(tally.json(stats == null ? 0 : stats.requests(), stats == null ? 0 : stats.retries(), seconds));
        out().flush();
        return verdict(replay, tally);
    }

    private int verdict(Replay replay, Tally tally) {
        String failure = replay.failure();
        if (failure != null) {
            throw new CannotRunException(failure);
        }
        long good = dryRun ? tally.read() - tally.of(Outcome.INVALID) : tally.of(Outcome.ACCEPTED);
        say("%,d read, %,d %s, %,d not.", tally.read(), good, dryRun ? "valid" : "accepted", tally.read() - good);
        return good == tally.read() ? 0 : 1;
    }

    private void stop(Replay replay) {
        say("Stopping: reading no further, and waiting for what is under way.");
        replay.stop();
    }

    private Duration patience() {
        return deliveryTimeout.plus(STOP_MARGIN);
    }

    private HttpEventSender sender() {
        if (endpoint == null || pixelId == null) {
            throw new CannotRunException("Without --dry-run, --endpoint and --pixel-id are required.");
        }
        try {
            return HttpEventSender.builder(pixelId)
                    .endpoint(endpoint)
                    .maxConnections(maxInFlight)
                    .build();
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            throw new CannotRunException("Nothing can be sent there: " + unusable.getMessage() + '.');
        }
    }

    private ConversionClient client(HttpEventSender sender) {
        ApiKeySupplier key = ApiKeys.find(apiKeyFile, surroundings.environment());
        return ConversionClient.builder(sender, key)
                .adaptiveConcurrency(1, maxInFlight)
                .deliveryTimeout(deliveryTimeout)
                .build();
    }

    private LineReader openInput() {
        if (isStdin()) {
            return LineReader.of(surroundings.in());
        }
        try {
            return LineReader.of(Files.newInputStream(Path.of(file)));
        } catch (IOException | InvalidPathException unreadable) {
            throw new CannotRunException("The input " + file + " cannot be opened.");
        }
    }

    private Rejects openRejects() {
        if (rejectsFile == null) {
            return Rejects.none();
        }
        try {
            if (!isStdin() && Files.exists(rejectsFile) && Files.isSameFile(rejectsFile, Path.of(file))) {
                throw new CannotRunException("--rejects names the input itself.");
            }
            return RejectsFile.to(rejectsFile);
        } catch (IOException unwritable) {
            throw new CannotRunException("The rejects file " + rejectsFile + " cannot be written.");
        }
    }

    private Progress progress(Tally tally) {
        if (quiet || !surroundings.terminal().err()) {
            return Progress.none();
        }
        return Progress.bar(inputSize(), () -> String.format(Locale.ROOT, "%,d answered", tally.answered()));
    }

    private long inputSize() {
        try {
            return isStdin() ? -1 : Files.size(Path.of(file));
        } catch (IOException unknown) {
            return -1;
        }
    }

    private boolean isStdin() {
        return file.equals("-");
    }

    private void say(String format, Object... facts) {
        if (!quiet) {
            PrintWriter err = commandLine().getErr();
            err.println(String.format(Locale.ROOT, format, facts));
            err.flush();
        }
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private CommandLine commandLine() {
        return requireNonNull(spec, "spec").commandLine();
    }
}
