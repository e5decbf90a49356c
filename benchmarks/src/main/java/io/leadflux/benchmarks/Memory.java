package io.leadflux.benchmarks;

import io.leadflux.benchmarks.endpoint.RemoteEndpoint;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.memory.Heap;
import io.leadflux.benchmarks.memory.Load;
import io.leadflux.benchmarks.memory.MemoryReport;
import io.leadflux.benchmarks.process.Count;
import io.leadflux.benchmarks.process.Machine;
import io.leadflux.benchmarks.process.Span;
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
 * What a client keeps on the heap at full speed, over time: {@code java -Xms1g -Xmx1g -XX:+AlwaysPreTouch -cp
 * leadflux-benchmarks.jar io.leadflux.benchmarks.Memory}. Several threads keep the sink full and a stream goes on beside
 * it, of events that are all made anew; at regular intervals the garbage is collected and what is left is measured.
 */
@Command(
        name = "Memory",
        description = "Tells whether the heap in use after garbage collection stays flat and within the bounds.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Memory implements Callable<Integer> {

    @Option(names = "--duration", paramLabel = "TIME", converter = Span.class, description = "how long")
    private Duration duration = Duration.ofMinutes(10);

    @Option(names = "--every", paramLabel = "TIME", converter = Span.class, description = "between two measurements")
    private Duration every = Duration.ofSeconds(5);

    @Option(names = "--concurrency", paramLabel = "N", converter = Count.class, description = "POSTs under way at once")
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
        try (RemoteEndpoint endpoint = RemoteEndpoint.start(Duration.ZERO);
                Load load = new Load(new Target(endpoint.uri(), concurrency, null))) {
            double idle = Heap.usedMiB();
            load.start();
            List<MemoryReport.Sample> samples = Heap.sample(duration, every, load::accepted);
            report = MemoryReport.of(Machine.here(), idle, load.boundMiB(), samples);
        }
        report.print(output);
        if (out != null) {
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(out, report);
        }
        return CommandLine.ExitCode.OK;
    }

    /** Runs, and prints what was seen. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Memory(System.out)).execute(arguments));
    }
}
