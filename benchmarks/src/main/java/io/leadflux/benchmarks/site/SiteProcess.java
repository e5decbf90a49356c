package io.leadflux.benchmarks.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadflux.benchmarks.process.Cores;
import io.leadflux.benchmarks.process.NamedThreads;
import io.leadflux.benchmarks.process.Precedence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example site in a process of its own; it ends with {@link #close()}. */
final class SiteProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    /**
     * A heap of one size, touched before it begins; and the compilers do after a tenth of the calls what they do otherwise, so
     * that what is seldom called is compiled after minutes as well, as in a site that has been up for long. Their threads are
     * there from the beginning to the end, so that all can be held and their time be told. It writes no counters to a file that
     * others may read, which each site does all the time, the one that is not asked as well.
     */
    private static final List<String> OPTIONS = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:CompileThresholdScaling=0.1",
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-XX:-UsePerfData");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI address;
    private final AtomicInteger leaks = new AtomicInteger();

    private SiteProcess(Path jar, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-jar", jar.toString(), "web", "--port", "0"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LEADFLUX_API_KEY", "load-test-key");
        process = Cores.OTHERS.start(builder);
        BufferedReader errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        address = address(errors);
        Thread reader = new Thread(() -> read(errors), "site-errors");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * One whose events find no endpoint: nobody listens at port 1. They wait for 20 seconds and not for two minutes, so that
     * some come in and others expire all the time. It asks whether the endpoint is back as seldom as it does by default, not
     * as often as the example, whose visitors want to see that happen. Without the example's operations page, which the other
     * site does not have either, and which takes its samples all the time.
     */
    static SiteProcess withLeadflux(Path jar) throws IOException {
        return new SiteProcess(
                jar,
                List.of(
                        "--endpoint", "http://127.0.0.1:1/v1/event",
                        "--set", "leadflux.pixel-id=load-test",
                        "--set", "leadflux.delivery-timeout=20s",
                        "--set", "leadflux.retry.max-backoff=30s",
                        "--set", "site.operations=false"));
    }

    static SiteProcess withoutLeadflux(Path jar) throws IOException {
        return new SiteProcess(jar, List.of("--set", "leadflux.enabled=false"));
    }

    private static URI address(BufferedReader errors) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            Matcher found = ADDRESS.matcher(line);
            if (found.find()) {
                return URI.create(found.group());
            }
            said.append(line).append('\n');
        }
        throw new IOException("the site did not start: " + said);
    }

    private void read(BufferedReader errors) {
        errors.lines().forEach(line -> {
            if (line.contains("LEAK")) {
                leaks.incrementAndGet();
            }
        });
    }

    URI address() {
        return address;
    }

    boolean hold(Cores cores) throws InterruptedException {
        return cores.hold(process.toHandle());
    }

    boolean holdCompilers(Cores cores) throws IOException, InterruptedException {
        for (NamedThreads compiler : compilers()) {
            if (!cores.hold(compiler)) {
                return false;
            }
        }
        return true;
    }

    /** Has it go before all else on its cores, but not its compilers; whether that could be done. */
    boolean claimPrecedence() throws IOException, InterruptedException {
        boolean claimed = Precedence.claim(process.toHandle());
        for (NamedThreads compiler : compilers()) {
            claimed &= Precedence.waive(compiler);
        }
        return claimed;
    }

    private List<NamedThreads> compilers() throws IOException {
        return List.of(
                NamedThreads.of(process.toHandle(), "C1 Compiler"), NamedThreads.of(process.toHandle(), "C2 Compiler"));
    }

    /** How often Netty reported a buffer that nobody released. */
    int leaks() {
        return leaks.get();
    }

    /** Heap in use after a full collection, in megabytes. */
    double liveHeap() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor(30, TimeUnit.SECONDS);
        return metric("jvm.memory.used?tag=area:heap") / (1 << 20);
    }

    /**
     * For how many milliseconds the compilers have been at work so far: by their processor time where the system tells it, else
     * by the clock, which goes on while they wait for a processor.
     */
    double compiled() throws IOException, InterruptedException {
        double millis = 0;
        for (NamedThreads compiler : compilers()) {
            if (compiler.isEmpty()) {
                return metric("jvm.compilation.time");
            }
            millis += compiler.processorTime().toNanos() / 1_000_000.0;
        }
        return millis;
    }

    double threads() throws IOException, InterruptedException {
        return metric("jvm.threads.live");
    }

    private double metric(String name) throws IOException, InterruptedException {
        return get("actuator/metrics/" + name)
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble();
    }

    /** The client's counts. */
    JsonNode stats() throws IOException, InterruptedException {
        return get("actuator/leadflux").path("stats");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        return JsonMapper.shared()
                .readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
