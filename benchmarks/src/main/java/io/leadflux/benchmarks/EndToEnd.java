package io.leadflux.benchmarks;

import io.leadflux.benchmarks.comparison.Comparison;
import io.leadflux.benchmarks.comparison.Rules;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The whole way of an event, from a stream to the answer for it, against other ways to do the same: {@code java -cp
 * leadflux-benchmarks.jar io.leadflux.benchmarks.EndToEnd}. Every contestant runs in a process of its own against one cheap
 * endpoint in another, all in turn, several rounds; the figures are medians. {@code --help} names the options.
 */
@Command(
        name = "EndToEnd",
        description = "Measures the whole way of an event against other ways to do the same.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class EndToEnd implements Callable<Integer> {

    @Mixin
    private final Rules rules = new Rules();

    private final PrintStream output;

    EndToEnd(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        new Comparison(rules, output).run();
        return CommandLine.ExitCode.OK;
    }

    /** Runs the contest and prints its table. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EndToEnd(System.out)).execute(arguments));
    }
}
