package io.leadflux.benchmarks;

import io.leadflux.benchmarks.endpoint.EndpointProcess;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.memory.Heap;
import io.leadflux.benchmarks.memory.Load;
import io.leadflux.benchmarks.memory.MemoryReport;
import io.leadflux.benchmarks.process.CountConverter;
import io.leadflux.benchmarks.process.DurationConverter;
import io.leadflux.benchmarks.process.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what a client keeps on the heap at full speed, over time: {@code java -Xms1g -Xmx1g -XX:+AlwaysPreTouch
 * -cp leadflux-benchmarks.jar io.leadflux.benchmarks.Memory}. Several threads keep the sink full while a stream runs
 * beside it; every event is a new object. At regular intervals it collects the garbage and measures what is left.
 */
@Command(
        name = "Memory",
        description = "Checks that the heap in use after garbage collection stays flat and within the limits.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Memory implements Callable<Integer> {

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long to run")
    private Duration duration = Duration.ofMinutes(10);

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "time between two measurements")
    private Duration every = Duration.ofSeconds(5);

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "requests in flight at once")
    private int concurrency = 8;

    @Option(names = "--out", paramLabel = "FILE", description = "write all figures as JSON")
    private @Nullable Path out;

    private final PrintStream output;

    Memory(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        MemoryReport report;
        try (EndpointProcess endpoint = EndpointProcess.start(Duration.ZERO);
                Load load = new Load(new Target(endpoint.uri(), concurrency, null))) {
            double idle = Heap.usedMiB();
            load.start();
            List<MemoryReport.HeapSample> samples = Heap.sample(duration, every, load::accepted);
            report = MemoryReport.of(Machine.here(), idle, load.boundMiB(), samples);
        }
        report.print(output);
        if (out != null) {
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(out, report);
        }
        return CommandLine.ExitCode.OK;
    }

    /** Measures, and prints the report. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Memory(System.out)).execute(arguments));
    }
}
