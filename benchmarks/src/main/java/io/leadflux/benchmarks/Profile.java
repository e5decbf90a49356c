package io.leadflux.benchmarks;

import io.leadflux.benchmarks.profile.ProfileSamples;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows where the processor time of a run went: {@code java -cp leadflux-benchmarks.jar
 * io.leadflux.benchmarks.Profile FILE}.
 */
@Command(
        name = "Profile",
        description = "Shows which layers and methods used the processor time of a flight recording.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Profile implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "recordings, as EndToEnd --recordings writes them")
    private List<Path> recordings = List.of();

    @Option(names = "--top", paramLabel = "N", description = "how many methods to list")
    private int top = 30;

    private final PrintStream output;

    Profile(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        ProfileSamples samples = new ProfileSamples();
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
