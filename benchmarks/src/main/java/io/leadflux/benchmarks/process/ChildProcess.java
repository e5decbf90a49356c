package io.leadflux.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another Java process with this one's class path and a heap of a given size; {@link #close()} ends it.
 *
 * <p>The JVM touches the whole heap before the program starts. Otherwise the program meets pages that the system has
 * not provided yet until it has allocated the whole heap once, which takes up to a minute if it allocates little.
 * Where such a page is expensive, as on many virtual machines, it would cost more than what is measured.
 */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Class<?> program, String heap, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC", "-XX:+AlwaysPreTouch"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Starts a program.
     *
     * @param heap its size, as {@code -Xmx} takes it
     */
    public static ChildProcess start(Class<?> program, String heap, List<String> arguments) throws IOException {
        return new ChildProcess(program, heap, List.of(), arguments);
    }

    /** Starts a program under the flight recorder. */
    public static ChildProcess recorded(Path recording, Class<?> program, String heap, List<String> arguments)
            throws IOException {
        return new ChildProcess(
                program,
                heap,
                List.of(
                        "-XX:StartFlightRecording=settings=profile,filename=" + recording,
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints",
                        "-Xlog:jfr*=off"),
                arguments);
    }

    /** The next line that it printed; null at the end. */
    public @Nullable String readLine() throws IOException {
        return output.readLine();
    }

    /** Kills it if it runs longer than that. */
    public void endAfter(Duration limit) {
        CompletableFuture<Process> ended = process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        ended.exceptionally(late -> process.destroyForcibly());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
