package io.leadflux.benchmarks;

import io.leadflux.benchmarks.chart.ChartWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Draws what was measured: {@code java -cp leadflux-benchmarks.jar io.leadflux.benchmarks.Charts docs/charts}. For
 * each known file in the folder it writes an SVG chart beside it and prints a Markdown table.
 */
@Command(
        name = "Charts",
        description = "Draws charts and prints tables of the JSON files in a folder.",
        mixinStandardHelpOptions = true)
public final class Charts implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            description = "has end-to-end.json, memory.json, growth.json or jmh.json; charts are written there")
    private Path folder = Path.of(".");

    private final PrintStream output;

    Charts(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        new ChartWriter(folder, output).writeAll();
        return CommandLine.ExitCode.OK;
    }

    /** Draws and prints. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new Charts(System.out)).execute(arguments));
    }
}
