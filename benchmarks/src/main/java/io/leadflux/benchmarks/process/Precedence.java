package io.leadflux.benchmarks.process;

import java.util.List;

/**
 * Lets this process go before whatever else its processors have to do, by {@code chrt} of util-linux: its threads are in the
 * real-time class. A load generator that waits for a processor asks late and hears late, and its own pauses then stand among
 * the slowest answers.
 */
public final class Precedence {

    private Precedence() {}

    /**
     * Gives precedence to the threads that this process has now. Those that begin later, and the processes that it starts, have
     * none. Needs the privilege to do so, as root has it; whether that could be done.
     */
    public static boolean claim() throws InterruptedException {
        String self = String.valueOf(ProcessHandle.current().pid());
        return Tool.succeeds(List.of("chrt", "--all-tasks", "--rr", "--reset-on-fork", "--pid", "1", self));
    }
}
