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
 * Another Java process with this one's class path and a heap of a given size; it ends with {@link #close()}. The whole heap is
 * touched before the program starts. Otherwise it would meet pages that the system has not provided yet for as long as it
 * takes to go once through the heap, up to a minute for one that allocates little, and where that is dear, as on many virtual
 * machines, such a page would cost more than what is measured.
 */
public final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private Child(Class<?> program, String heap, List<String> options, List<String> arguments) throws IOException {
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
    public static Child start(Class<?> program, String heap, List<String> arguments) throws IOException {
        return new Child(program, heap, List.of(), arguments);
    }

    /** Starts a program and has the flight recorder write what it does. */
    public static Child recorded(Path recording, Class<?> program, String heap, List<String> arguments)
            throws IOException {
        return new Child(
                program,
                heap,
                List.of(
                        "-XX:StartFlightRecording=settings=profile,filename=" + recording,
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints",
                        "-Xlog:jfr*=off"),
                arguments);
    }

    /** What it printed next; null at its end. */
    public @Nullable String readLine() throws IOException {
        return output.readLine();
    }

    /** Ends it if it runs for longer. */
    public void endAfter(Duration longest) {
        CompletableFuture<Process> ended = process.onExit().orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
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
