package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.util.List;

/** A program of the system that a machine may have or not. */
final class Tool {

    private Tool() {}

    /** Runs it, and waits; whether it is there and succeeded. */
    static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
