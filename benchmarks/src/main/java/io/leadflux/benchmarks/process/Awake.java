package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the machine's processors from going to sleep, by a process of the lowest class on each, which gives way at once to
 * whatever else wants to run. A virtual machine's processor that sleeps has to be woken by the host, which takes up to some
 * milliseconds where the host has other guests; a server that idles between requests pays for that at its slowest pages, and
 * pays differently in each run. It ends with {@link #close()}, or when this process does.
 */
public final class Awake implements AutoCloseable {

    private static final String SPIN = "while kill -0 \"$0\"; do :; done 2> /dev/null";

    private final List<Process> spinning = new ArrayList<>();

    private Awake() {}

    /** Keeps all processors awake, by {@code taskset} and {@code chrt} of util-linux; where these are missing, none. */
    public static Awake all() {
        Awake awake = new Awake();
        try {
            for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                awake.spinOn(core);
            }
        } catch (IOException missing) {
            awake.close();
        }
        return awake;
    }

    private void spinOn(int core) throws IOException {
        String self = String.valueOf(ProcessHandle.current().pid());
        List<String> command =
                List.of("taskset", "--cpu-list", String.valueOf(core), "chrt", "--idle", "0", "sh", "-c", SPIN, self);
        spinning.add(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** How many processors are kept awake. */
    public long count() {
        return spinning.stream().filter(Process::isAlive).count();
    }

    @Override
    public void close() {
        spinning.forEach(Process::destroy);
        spinning.clear();
    }
}
