package io.leadflux.examples.replay;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.StopSignal;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.http.HttpEventSender;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file of events. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Send a file of events, one ServerEvent in wire form per line, and report the result of each.",
        sortOptions = false,
        footer = {
            "",
            "Blank lines are skipped. The API key comes from LEADFLUX_API_KEY or --api-key-file.",
            "Ctrl-C stops reading, waits for the results of what was read, and prints the summary.",
            "",
            "stdout gets one line of JSON: the summary. Exit code:",
            "  0  every event was accepted (with --dry-run: is valid)",
            "  1  some were not",
            "  2  could not run"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration STOP_MARGIN = Duration.ofSeconds(30);

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "The events as NDJSON, perhaps compressed by gzip; one file after another. - or no file is "
                    + "stdin.")
    private List<String> files = List.of("-");

    @Mixin
    private final DeliveryArguments delivery = new DeliveryArguments();

    @Mixin
    private final ReportOptions reports = new ReportOptions();

    @Option(names = "--dry-run", order = 4, description = "Validate the events and send none.")
    private boolean dryRun;

    @Option(
            names = "--rate",
            order = 10,
            paramLabel = "N",
            description = "At most N events a second. Default: as fast as they are accepted.")
    private @Nullable Integer rate;

    @Option(
            names = {"-q", "--quiet"},
            order = 20,
            description = "Print nothing but errors to stderr.")
    private boolean quiet;

    public ReplayCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        checkRanges();
        Pace pace = rate == null ? null : Pace.of(rate);
        if (dryRun) {
            return run(pace, null);
        }
        HttpEventSender sender = delivery.sender();
        ConversionClient client = delivery.client(sender, context.environment());
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
        delivery.check();
    }

    private int run(@Nullable Pace pace, @Nullable ConversionClient client) {
        ReplayCounts counts = new ReplayCounts();
        try (Input input = Input.of(files, context.in());
                Rejects rejects = reports.open(Input.files(files), client != null);
                Progress progress = progress(input.size(), counts)) {
            Replay replay = new Replay(input, rejects, pace, progress, counts);
            try (StopSignal.Handle handle = context.stopSignal().onStop(() -> stop(replay), stopTimeout())) {
                requireNonNull(handle, "handle");
                return run(replay, counts, client);
            }
        } catch (IOException failure) {
            throw new CannotRunException("The input cannot be closed.");
        }
    }

    private int run(Replay replay, ReplayCounts counts, @Nullable ConversionClient client) {
        long start = System.nanoTime();
        if (client == null) {
            replay.dryRun();
        } else if (delivery.throughSink()) {
            replay.sendThroughSink(client, delivery.bounds().most());
        } else {
            replay.send(client);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        ClientStats stats = client == null ? null : client.stats();
        long requests = stats == null ? 0 : stats.requests();
        long retries = stats == null ? 0 : stats.retries();
        out().println(counts.json(requests, retries, seconds, client != null && delivery.throughSink()));
        out().flush();
        return verdict(replay, counts);
    }

    private int verdict(Replay replay, ReplayCounts counts) {
        String failure = replay.failure();
        if (failure != null) {
            throw new CannotRunException(failure);
        }
        long good = dryRun ? counts.read() - counts.of(Outcome.INVALID) : counts.of(Outcome.ACCEPTED);
        say("%,d read, %,d %s, %,d not.", counts.read(), good, dryRun ? "valid" : "accepted", counts.read() - good);
        return good == counts.read() ? 0 : 1;
    }

    private void stop(Replay replay) {
        say("Stopping: no more lines are read; waiting for the results of those that were.");
        replay.stop();
    }

    private Duration stopTimeout() {
        return delivery.deliveryTimeout().plus(STOP_MARGIN);
    }

    private Progress progress(long inputSize, ReplayCounts counts) {
        if (quiet || !context.terminal().err()) {
            return Progress.none();
        }
        return Progress.bar(inputSize, () -> String.format(Locale.ROOT, "%,d done", counts.ended()));
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
