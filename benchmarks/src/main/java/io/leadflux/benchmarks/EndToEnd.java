package io.leadflux.benchmarks;

import io.leadflux.benchmarks.comparison.Comparison;
import io.leadflux.benchmarks.comparison.ComparisonOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Compares end-to-end delivery, from a stream of events to the result of each, with other clients and pipelines:
 * {@code java -cp leadflux-benchmarks.jar io.leadflux.benchmarks.EndToEnd}. Every candidate runs in its own process
 * against one cheap endpoint in another. All run in turn for several rounds; the figures are medians. {@code --help}
 * lists the options.
 */
@Command(
        name = "EndToEnd",
        description = "Compares the end-to-end delivery of events with other clients and pipelines.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class EndToEnd implements Callable<Integer> {

    @Mixin
    private final ComparisonOptions options = new ComparisonOptions();

    private final PrintStream output;

    EndToEnd(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        new Comparison(options, output).run();
        return CommandLine.ExitCode.OK;
    }

    /** Runs the comparison and prints its table. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EndToEnd(System.out)).execute(arguments));
    }
}
