package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the machine's processors a process may use, by {@code taskset} of util-linux. A load generator that shares a
 * processor with what it measures makes it wait, and the slowest pages then tell how busy the generator is.
 *
 * @param list as {@code taskset --cpu-list} takes it
 */
public record Cores(String list) {

    private static final int COUNT = Runtime.getRuntime().availableProcessors();

    public static final Cores ALL = new Cores("0-" + (COUNT - 1));

    public static final Cores FIRST = new Cores("0");

    /** All but the first; where there is no other, that one. */
    public static final Cores OTHERS = COUNT == 1 ? FIRST : new Cores("1-" + (COUNT - 1));

    /** Keeps all threads of a process to these, and those that they start; whether that could be done. */
    public boolean hold(ProcessHandle process) throws InterruptedException {
        return Tool.succeeds(
                List.of("taskset", "--all-tasks", "--cpu-list", "--pid", list, String.valueOf(process.pid())));
    }

    /** Keeps these threads to these, not those that they start; whether there are any, and it could be done with each. */
    public boolean hold(NamedThreads threads) throws InterruptedException {
        for (String thread : threads.ids()) {
            if (!Tool.succeeds(List.of("taskset", "--cpu-list", "--pid", list, thread))) {
                return false;
            }
        }
        return !threads.isEmpty();
    }

    /**
     * Starts a process that keeps to these from its first moment, since a Java machine chooses its collector and its threads by
     * the processors that it finds then. Where {@code taskset} is missing it may use whatever its parent may.
     */
    public Process start(ProcessBuilder builder) throws IOException {
        List<String> command = builder.command();
        List<String> held = new ArrayList<>(List.of("taskset", "--cpu-list", list));
        held.addAll(command);
        try {
            return builder.command(held).start();
        } catch (IOException missing) {
            return builder.command(command).start();
        }
    }
}
