package io.leadflux.benchmarks.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets a process go before whatever else its processors have to do, by {@code chrt} of util-linux: its threads are in the
 * real-time class, and wait for the kernel and for each other only. A load generator that waits for a processor asks late and
 * hears late, and its own pauses then stand among the slowest answers; and what keeps a server from its processor that is
 * none of its own doing stands there as well.
 */
public final class Precedence {

    private Precedence() {}

    /**
     * Gives precedence to the threads that this process has now. Those that begin later, and the processes that it starts, have
     * none. Needs the privilege to do so, as root has it; whether that could be done.
     */
    public static boolean claim() throws InterruptedException {
        String self = String.valueOf(ProcessHandle.current().pid());
        return chrt("--all-tasks", "--rr", "--reset-on-fork", "--pid", "1", self);
    }

    /** Gives precedence to the threads that another process has now, and to those that they start. */
    public static boolean claim(ProcessHandle process) throws InterruptedException {
        return chrt("--all-tasks", "--rr", "--pid", "1", String.valueOf(process.pid()));
    }

    /** Has threads go before those that have precedence as well; whether there are any, and it could be done with each. */
    static boolean claimUtmost(NamedThreads threads) throws InterruptedException {
        return change(threads, "--rr", "2");
    }

    /** Takes precedence from some threads of a process that has it; whether there are any, and it could be done with each. */
    public static boolean waive(NamedThreads threads) throws InterruptedException {
        return change(threads, "--other", "0");
    }

    private static boolean change(NamedThreads threads, String policy, String priority) throws InterruptedException {
        for (String thread : threads.ids()) {
            if (!chrt(policy, "--pid", priority, thread)) {
                return false;
            }
        }
        return !threads.isEmpty();
    }

    private static boolean chrt(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("chrt"));
        command.addAll(List.of(arguments));
        return Tool.succeeds(command);
    }
}
