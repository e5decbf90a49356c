package io.leadflux.benchmarks;

import io.leadflux.benchmarks.profile.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the processor time of a run went: {@code java -cp leadflux-benchmarks.jar io.leadflux.benchmarks.Profile FILE}. */
@Command(
        name = "Profile",
        description = "Tells by a flight recording which layers and methods the processor time went to.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Profile implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "recordings, as EndToEnd --recordings makes them")
    private List<Path> recordings = List.of();

    @Option(names = "--top", paramLabel = "N", description = "how many methods are named")
    private int top = 30;

    private final PrintStream output;

    Profile(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        Samples samples = new Samples();
        for (Path recording : recordings) {
            samples.read(recording);
        }
        samples.print(output, top);
        return CommandLine.ExitCode.OK;
    }

    /** Prints the tables. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Profile(System.out)).execute(arguments));
    }
}
