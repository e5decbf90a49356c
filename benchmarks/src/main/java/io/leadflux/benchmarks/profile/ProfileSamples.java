package io.leadflux.benchmarks.profile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * The samples of Java code in flight recordings, and the kernel's share. A sample counts for the method that ran and
 * for the layer that called it: a method of the JDK counts for its caller's layer.
 */
public final class ProfileSamples {

    private static final String JAVA = "jdk.ExecutionSample";
    private static final String LOAD = "jdk.CPULoad";

    private final Map<Layer, Integer> layers = new HashMap<>();
    private final Map<String, Method> methods = new HashMap<>();
    private final DoubleSummaryStatistics user = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics kernel = new DoubleSummaryStatistics();
    private int count;

    /** No samples yet. */
    public ProfileSamples() {}

    /** Adds the samples of a recording. */
    public void read(Path recording) throws IOException {
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                take(file.readEvent());
            }
        }
    }

    private void take(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        switch (event.getEventType().getName()) {
            case JAVA -> {
                if (stack != null && !stack.getFrames().isEmpty()) {
                    take(stack.getFrames());
                }
            }
            case LOAD -> {
                user.accept(event.getFloat("jvmUser"));
                kernel.accept(event.getFloat("jvmSystem"));
            }
            default -> {
                // not about processor time
            }
        }
    }

    private void take(List<RecordedFrame> frames) {
        Layer layer = frames.stream()
                .map(frame -> Layer.of(frame.getMethod().getType().getName()))
                .filter(found -> found != Layer.JDK)
                .findFirst()
                .orElse(Layer.JDK);
        count++;
        layers.merge(layer, 1, Integer::sum);
        String name = name(frames.get(0));
        methods.computeIfAbsent(name + '@' + layer, key -> new Method(name, layer)).samples++;
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1)
                + '.'
                + frame.getMethod().getName();
    }

    /** Prints two Markdown tables. */
    public void print(PrintStream output, int top) {
        output.printf(Locale.ROOT, "%d samples of Java code", count);
        if (user.getSum() > 0) {
            double all = user.getSum() + kernel.getSum();
            output.printf(
                    Locale.ROOT,
                    "; of the processor time %.0f %% in the kernel, %.0f %% outside of it",
                    100 * kernel.getSum() / all,
                    100 * user.getSum() / all);
        }
        output.printf(".%n%n| layer | share of samples |%n|---|---:|%n");
        layers.entrySet().stream()
                .sorted(Map.Entry.<Layer, Integer>comparingByValue().reversed())
                .forEach(entry -> output.printf(Locale.ROOT, "| %s | %s |%n", entry.getKey(), share(entry.getValue())));
        output.printf("%n| method | for | share of samples |%n|---|---|---:|%n");
        methods.values().stream()
                .sorted(Comparator.<Method>comparingInt(method -> method.samples)
                        .reversed())
                .limit(top)
                .forEach(method -> output.printf(
                        Locale.ROOT, "| `%s` | %s | %s |%n", method.name, method.layer, share(method.samples)));
    }

    private String share(int samples) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * samples / count);
    }

    /** A method and the layer that called it. */
    private static final class Method {

        private final String name;
        private final Layer layer;
        private int samples;

        Method(String name, Layer layer) {
            this.name = name;
            this.layer = layer;
        }
    }
}
