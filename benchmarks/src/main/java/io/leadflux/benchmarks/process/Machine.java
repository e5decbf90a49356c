package io.leadflux.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that produced the figures.
 *
 * @param processors how many the JVM may use
 * @param model the processor's name, or its architecture where the name cannot be read
 * @param system the operating system and its architecture
 * @param java the JVM and its version
 */
public record Machine(int processors, String model, String system, String java) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** The machine that runs this program. */
    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                readModel(),
                System.getProperty("os.name") + ' ' + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"));
    }

    private static String readModel() {
        String architecture = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException unreadable) {
            return architecture;
        }
    }

    @Override
    public String toString() {
        return processors + " × " + model + ", " + system + ", " + java;
    }
}
