package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * Keeps those threads to these that a process has now and whose names begin with {@code name}, as Linux knows them, which is
     * by fifteen letters; whether there are any, and it could be done with each.
     */
    public boolean hold(ProcessHandle process, String name) throws IOException, InterruptedException {
        boolean held = false;
        for (String thread : threads(process, name)) {
            if (!Tool.succeeds(List.of("taskset", "--cpu-list", "--pid", list, thread))) {
                return false;
            }
            held = true;
        }
        return held;
    }

    private static List<String> threads(ProcessHandle process, String name) throws IOException {
        Path all = Path.of("/proc", String.valueOf(process.pid()), "task");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(all)) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith(name)) {
                    found.add(thread.getFileName().toString());
                }
            }
        }
        return found;
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
