package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads of a process, as Linux tells of them under {@code /proc}; none elsewhere. */
public final class NamedThreads {

    private final List<Path> tasks;

    private NamedThreads(List<Path> tasks) {
        this.tasks = tasks;
    }

    /** Those that it has now and whose names begin with {@code name}; Linux knows fifteen letters of a name. */
    public static NamedThreads of(ProcessHandle process, String name) throws IOException {
        Path all = Path.of("/proc", String.valueOf(process.pid()), "task");
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(all)) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(all)) {
                for (Path task : tasks) {
                    if (read(task, "comm").startsWith(name)) {
                        found.add(task);
                    }
                }
            }
        }
        return new NamedThreads(found);
    }

    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    List<String> ids() {
        return tasks.stream().map(task -> task.getFileName().toString()).toList();
    }

    /** For how long they have had a processor so far; those that have ended since count as none. */
    public Duration processorTime() {
        long nanos = 0;
        for (Path task : tasks) {
            String figures = read(task, "schedstat");
            nanos += figures.isEmpty() ? 0 : Long.parseLong(figures.substring(0, figures.indexOf(' ')));
        }
        return Duration.ofNanos(nanos);
    }

    /** What the system says of a thread; nothing when it has ended. */
    private static String read(Path task, String file) {
        try {
            return Files.readString(task.resolve(file));
        } catch (IOException ended) {
            return "";
        }
    }
}
