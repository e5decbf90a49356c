package io.leadflux.benchmarks.contest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another Java process with this one's class path and output; it ends with {@link #close()}. */
final class Child implements AutoCloseable {

    /** The same for everybody. */
    private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    private final Process process;
    private final BufferedReader output;

    private Child(List<String> virtualMachine, Class<?> program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(virtualMachine);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static Child endpoint(List<String> arguments) throws IOException {
        return new Child(HEAP, Endpoint.class, arguments);
    }

    static Child run(@Nullable Path recording, String name, URI uri, String keys, Rules rules) throws IOException {
        List<String> virtualMachine = new ArrayList<>(HEAP);
        if (recording != null) {
            virtualMachine.add("-XX:StartFlightRecording=settings=profile,filename=" + recording);
            virtualMachine.add("-Xlog:jfr*=off");
        }
        List<String> arguments = new ArrayList<>(List.of(name, uri.toString(), keys));
        arguments.addAll(rules.forOneRun());
        return new Child(virtualMachine, Run.class, arguments);
    }

    /** What it printed next; null at its end. */
    @Nullable
    String readLine() throws IOException {
        return output.readLine();
    }

    /** Ends it if it runs for longer. */
    void endAfter(Duration longest) {
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
