package io.leadflux.examples.emulator;

import static java.util.Objects.requireNonNull;

import io.leadflux.examples.Run;
import io.leadflux.examples.Watchdog;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command, running on another thread and on a free port. */
final class RunningEmulator {

    private static final Pattern ADDRESS = Pattern.compile("Listening at (http://127\\.0\\.0\\.1:\\d+)/v1/event ");

    private final BlockingQueue<Runnable> stops = new LinkedBlockingQueue<>();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Run> run;
    private final Runnable stop;

    private RunningEmulator(String... options) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("emulator", "--port", "0"));
        arguments.addAll(List.of(options));
        run = CompletableFuture.supplyAsync(() -> Run.in(
                Run.context(InputStream.nullInputStream(), Map.of(), (toStop, timeout) -> {
                    stops.add(toStop);
                    return () -> {};
                }),
                err,
                arguments.toArray(String[]::new)));
        stop = requireNonNull(stops.poll(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS), () -> "did not start: " + err);
    }

    static RunningEmulator with(String... options) throws InterruptedException {
        return new RunningEmulator(options);
    }

    /** Its address, without a path. */
    String base() {
        Matcher matcher = ADDRESS.matcher(err.toString());
        if (!matcher.find()) {
            throw new AssertionError(err.toString());
        }
        return matcher.group(1);
    }

    /** Replays the sample file to it. */
    Run replaySample(String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay", "data/sample-events.ndjson"));
        arguments.addAll(List.of("--endpoint", base() + "/v1/event", "--pixel-id", EndpointEmulator.DEFAULT_PIXEL_ID));
        arguments.addAll(List.of(options));
        return Run.in(
                Run.context(InputStream.nullInputStream(), Map.of(ApiKeys.VARIABLE, EndpointEmulator.DEFAULT_KEY)),
                arguments.toArray(String[]::new));
    }

    /** Stops it as Ctrl-C would. */
    Run stop() throws Exception {
        stop.run();
        return run.get(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
