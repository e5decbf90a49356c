package io.leadflux.examples.web;

import static java.util.Objects.requireNonNull;

import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.Ports;
import io.leadflux.examples.terminal.StopSignal;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs the site. No signature names a Spring type, so the other commands, which see this class too, load nothing of
 * Spring.
 */
@Command(
        name = "web",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Serve a small site that measures its ad clicks, with a live operations page, until Ctrl-C. By default "
                        + "its events go to an emulated endpoint inside the site; the ledger is printed at the end.",
        footer = {
            "",
            "Against a real endpoint:",
            "  LEADFLUX_PIXEL_ID=... LEADFLUX_API_KEY=... leadflux web \\",
            "      --endpoint https://b.applovin.com/v1/event",
            "Never pass the key as an argument, where other users of the machine can read",
            "it: use the variable, or --set leadflux.api-key-file=FILE."
        })
public final class WebCommand implements Callable<Integer> {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port to listen on, on this machine only; 0 is any free port. Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = "--endpoint",
            paramLabel = "URI",
            description = "Where events go. Default: an emulator inside the site.")
    private @Nullable URI endpoint;

    @Option(
            names = "--visitors",
            paramLabel = "N",
            description = "Simulated visitors a second, 0 to 100; only with the emulator inside the site. Default: 0.")
    private @Nullable Integer visitors;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A property of Spring Boot or Leadflux, such as leadflux.batch.linger=1s; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    public WebCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (endpoint != null && visitors != null) {
            throw new ParameterException(commandLine(), "--visitors needs the emulator inside the site");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Site site = start();
        try (StopSignal.Handle handle = context.stopSignal().onStop(stopped::countDown, STOP_TIMEOUT)) {
            requireNonNull(handle, "handle");
            announce(site);
            stopped.await();
            String ledger = site.stop();
            if (!ledger.isEmpty()) {
                print(commandLine().getOut(), ledger);
            }
            return 0;
        } finally {
            site.close();
        }
    }

    private Site start() {
        try {
            return Site.start(options());
        } catch (RuntimeException unusable) {
            if (isPortInUse(unusable)) {
                throw new CannotRunException("The site cannot start: " + Ports.taken(port));
            }
            throw new CannotRunException("The site cannot start: " + root(unusable) + '.');
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(properties);
        options.put("server.port", Integer.toString(port));
        if (endpoint != null) {
            options.put("leadflux.endpoint", endpoint.toString());
        }
        if (visitors != null) {
            options.put("site.visitors", Integer.toString(visitors));
        }
        return options;
    }

    private static boolean isPortInUse(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(PortInUseException.class::isInstance);
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void announce(Site site) {
        PrintWriter err = commandLine().getErr();
        print(err, "An ad click:     " + site.uri("/?aleid=click-from-an-ad"));
        site.operations().ifPresent(uri -> print(err, "Operations:      " + uri));
        site.endpoint().ifPresent(uri -> print(err, "Events go to     " + uri + ". Ctrl-C stops the site."));
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }

    private CommandLine commandLine() {
        return requireNonNull(spec, "spec").commandLine();
    }
}
