package io.leadflux.reactor.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadflux.reactor.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A {@link ShutdownSite} in a process of its own, on the class path of the tests. */
final class SiteProcess implements AutoCloseable {

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Process process;

    private SiteProcess(Process process) {
        this.process = process;
    }

    static SiteProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ShutdownSite.class.getName(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LEADFLUX_"));
        return new SiteProcess(builder.start());
    }

    /** The port once the site is up. A thread of its own reads on, so that the site never waits for its log. */
    int port() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            log.add(line);
            if (line.startsWith(ShutdownSite.UP)) {
                Thread reader = new Thread(() -> lines.lines().forEach(log::add), "log-of-the-site");
                reader.setDaemon(true);
                reader.start();
                return Integer.parseInt(line.substring(ShutdownSite.UP.length()));
            }
        }
        throw new IllegalStateException("The site did not start: " + log);
    }

    /** All that the site says until it ends by itself. */
    List<String> output() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            return lines.lines().toList();
        }
    }

    /** Sends SIGTERM and waits for the end. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
