package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.process.CountConverter;
import io.leadflux.benchmarks.process.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The conditions that are the same for every candidate, as command-line options. */
public final class ComparisonOptions {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "how often each candidate runs")
    int rounds = 3;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "time at full speed before the first measurement")
    Duration warmup = Duration.ofSeconds(35);

    @Option(
            names = "--warmup-events",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "events to accept before the measurement; waits a minute at most")
    int warmupEvents = 2_000_000;

    @Option(
            names = "--measure",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "time measured at full speed")
    Duration measure = Duration.ofSeconds(8);

    @Option(
            names = "--paced",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "time of the latency measurement at a fixed rate; runs as long again before it")
    Duration paced = Duration.ofSeconds(3);

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "events per second while latency is measured")
    int rate = 10_000;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "requests in flight at once")
    int concurrency = 8;

    @Option(names = "--heap", paramLabel = "SIZE", description = "heap of each candidate, touched before it starts")
    String heap = "1g";

    @Option(
            names = "--server-time",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long the endpoint takes for each response")
    Duration serverTime = Duration.ZERO;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "only these candidates")
    List<String> only = List.of();

    @Option(names = "--tls", description = "use TLS with a self-signed certificate")
    boolean tls;

    @Option(names = "--out", paramLabel = "FILE", description = "write all figures as JSON")
    @Nullable
    Path out;

    @Option(names = "--recordings", paramLabel = "DIR", description = "write a flight recording of every run there")
    @Nullable
    Path recordings;

    /** Options that follow it override what it sets. */
    @Option(names = "--quick", description = "one short round, to check that everything works")
    void quick(boolean quick) {
        if (quick) {
            rounds = 1;
            warmup = Duration.ofMillis(300);
            warmupEvents = 1;
            measure = Duration.ofMillis(300);
            paced = Duration.ofMillis(200);
        }
    }

    static ComparisonOptions of(String... arguments) {
        return CommandLine.populateCommand(new ComparisonOptions(), arguments);
    }

    /** The options that a single run needs. */
    List<String> forOneRun() {
        return List.of(
                "--warmup", DurationConverter.text(warmup),
                "--warmup-events", String.valueOf(warmupEvents),
                "--measure", DurationConverter.text(measure),
                "--paced", DurationConverter.text(paced),
                "--rate", String.valueOf(rate),
                "--concurrency", String.valueOf(concurrency));
    }

    boolean includes(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** The time limit of one candidate's run. */
    Duration longestRun() {
        return warmup.plus(measure).plus(paced.multipliedBy(2)).plusMinutes(3);
    }
}
