package io.leadflux.benchmarks.contest;

/**
 * What the figures were seen on.
 *
 * @param processors how many the Java machine may use
 * @param system the operating system and its architecture
 * @param java the Java machine and its version
 */
public record Machine(int processors, String system, String java) {

    static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + ' ' + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"));
    }
}
