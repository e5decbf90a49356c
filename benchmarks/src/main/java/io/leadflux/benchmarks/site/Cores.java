package io.leadflux.benchmarks.site;

import java.io.IOException;
import java.util.List;

/**
 * Which of the machine's processors a process may use, by {@code taskset} of util-linux. A load generator that shares a
 * processor with what it measures makes it wait, and the slowest pages then tell how busy the generator is.
 *
 * @param list as {@code taskset --cpu-list} takes it
 */
record Cores(String list) {

    static final Cores FIRST = new Cores("0");
    static final Cores OTHERS =
            new Cores("1-" + Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

    /** Keeps all threads of a process to these, and those that they start; whether that could be done. */
    boolean hold(ProcessHandle process) throws IOException, InterruptedException {
        List<String> command =
                List.of("taskset", "--all-tasks", "--cpu-list", "--pid", list, String.valueOf(process.pid()));
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
