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
 * Draws what was measured: {@code java -cp leadflux-benchmarks.jar io.leadflux.benchmarks.Charts docs/charts}. Whatever of the
 * known files lies in the folder is drawn beside it as SVG, and printed as Markdown.
 */
@Command(
        name = "Charts",
        description = "Draws charts and prints tables of the JSON that lies in a folder.",
        mixinStandardHelpOptions = true)
public final class Charts implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            description = "holds end-to-end.json, memory.json, growth.json or jmh.json; the charts go there")
    private Path folder = Path.of(".");

    private final PrintStream output;

    Charts(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        new ChartWriter(folder, output).fill();
        return CommandLine.ExitCode.OK;
    }

    /** Draws and prints. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new Charts(System.out)).execute(arguments));
    }
}
