package io.leadflux.benchmarks;

import io.leadflux.benchmarks.endpoint.EndpointProcess;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.growth.GrowthReport;
import io.leadflux.benchmarks.growth.ScalingRun;
import io.leadflux.benchmarks.process.CountConverter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what an event costs as the number of producers, of events and of clients grows: {@code java -Xms1g -Xmx1g
 * -XX:+AlwaysPreTouch -cp leadflux-benchmarks.jar io.leadflux.benchmarks.Growth}. Each round measures all steps in
 * turn; the figures are medians of the rounds.
 */
@Command(
        name = "Growth",
        description = "Measures what an event costs as producers, events and clients grow in number.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Growth implements Callable<Integer> {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "how often to measure each step")
    private int rounds = 3;

    @Option(
            names = "--events",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "the fewest for each measurement; short streams are repeated")
    private int events = 1_000_000;

    @Option(names = "--largest", paramLabel = "N", converter = CountConverter.class, description = "the longest stream")
    private int largest = 10_000_000;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "requests in flight at once")
    private int concurrency = 8;

    @Option(names = "--out", paramLabel = "FILE", description = "write all figures as JSON")
    private @Nullable Path out;

    private final PrintStream output;

    Growth(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        GrowthReport report;
        try (EndpointProcess endpoint = EndpointProcess.start(Duration.ZERO)) {
            report = new ScalingRun(new Target(endpoint.uri(), concurrency, null), events, largest).run(rounds);
        }
        report.print(output);
        if (out != null) {
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(out, report);
        }
        return CommandLine.ExitCode.OK;
    }

    /** Measures, and prints one table. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Growth(System.out)).execute(arguments));
    }
}
