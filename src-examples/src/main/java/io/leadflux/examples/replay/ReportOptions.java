package io.leadflux.examples.replay;

import io.leadflux.examples.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for reports on what was not accepted. */
final class ReportOptions {

    @Option(
            names = "--rejects",
            order = 5,
            paramLabel = "FILE",
            description = "Write one line of JSON for each line that was not accepted (with --dry-run: is not valid), "
                    + "in no order. FILE becomes its owner's alone.")
    private @Nullable Path rejects;

    @Option(
            names = "--dead-letters",
            order = 6,
            paramLabel = "FILE",
            description =
                    "Append each event that was not accepted, in wire form and with the dedupe_id it was sent with, "
                            + "so that FILE can be replayed. It contains personal data.")
    private @Nullable Path deadLetters;

    /**
     * Opens the requested files.
     *
     * @param inputs the files that are read
     * @param sending whether anything is sent; otherwise there are no dead letters
     */
    Rejects open(List<Path> inputs, boolean sending) {
        refuseInputs("--rejects", rejects, inputs);
        refuseInputs("--dead-letters", deadLetters, inputs);
        if (rejects != null && deadLetters != null && isSame(rejects, deadLetters)) {
            throw new CannotRunException("--rejects and --dead-letters name the same file.");
        }
        Rejects letters = sending && deadLetters != null ? DeadLetterFile.to(deadLetters) : Rejects.none();
        return rejects == null ? letters : Rejects.both(RejectsFile.to(rejects), letters);
    }

    private static void refuseInputs(String option, @Nullable Path file, List<Path> inputs) {
        if (file != null && inputs.stream().anyMatch(input -> isSame(file, input))) {
            throw new CannotRunException(option + " names the input itself.");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
        } catch (IOException unknown) {
            return false;
        }
    }
}
