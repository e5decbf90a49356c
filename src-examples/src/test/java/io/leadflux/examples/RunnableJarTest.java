package io.leadflux.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that users start. These tests run once it has been packaged. */
@Tag("proof")
class RunnableJarTest {

    private static final Path JAR = Path.of("target", "leadflux-examples.jar");
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void quickstart_loadsNothingOfSpringAndKeepsStderrClean() throws Exception {
        Path classes = folder.resolve("classes");
        Process process = start(List.of("-Xlog:class+load:file=" + classes), "quickstart");

        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(err()).isEmpty();
        assertThat(Files.readString(classes))
                .contains("io.leadflux.reactor.ConversionClient")
                .doesNotContain("org.springframework", "com.samskivert", "org.HdrHistogram");
    }

    @Test
    void web_servesMeasuresAndStopsCleanly() throws Exception {
        Process process = start(List.of(), "web", "--port", "0", "--visitors", "20");
        try {
            String base = address(process);
            assertThat(get(base)).contains("Your roof already has the best seat in the sun.");
            assertThat(get(base + "actuator/health")).contains("\"leadflux\":{");
            assertThat(get(base + "actuator/prometheus")).contains("leadflux_events_total");
            assertThat(get(base + "actuator/leadflux")).contains("\"health\":\"UP\"");
            assertThat(get(base + "operations")).contains("Break the endpoint");
        } finally {
            process.toHandle().destroy();
        }
        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(out()).startsWith("{\"posts\":{").hasLineCount(1);
        assertThat(err()).hasLineCount(3).contains("Ctrl-C");
    }

    @Test
    void web_withoutPixelId_failsWithOneLine() throws Exception {
        Process process = start(List.of(), "web", "--port", "0", "--endpoint", "http://127.0.0.1:1/v1/event");

        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(err()).startsWith("The site cannot start: leadflux.").hasLineCount(1);
    }

    private Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("LEADFLUX_") || name.equals("JAVA_TOOL_OPTIONS"));
        return builder.start();
    }

    /** Waits for the line with the site's address. */
    private String address(Process process) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 6_000; attempt++) {
            Matcher found = ADDRESS.matcher(err());
            if (found.find()) {
                return found.group();
            }
            assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).as(err()).isFalse();
        }
        throw new AssertionError("the site did not start: " + err());
    }

    private static String get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("User-Agent", "Mozilla/5.0")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"), UTF_8);
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"), UTF_8);
    }
}
