package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.process.Count;
import io.leadflux.benchmarks.process.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The conditions that are the same for every contestant, as options of a command line. */
public final class Rules {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Count.class,
            description = "how often each contestant runs")
    int rounds = 3;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = Span.class,
            description = "at full speed, first of all")
    Duration warmup = Duration.ofSeconds(35);

    @Option(
            names = "--warmup-events",
            paramLabel = "N",
            converter = Count.class,
            description = "to be accepted before each measurement, a minute at most")
    int warmupEvents = 2_000_000;

    @Option(names = "--measure", paramLabel = "TIME", converter = Span.class, description = "at full speed")
    Duration measure = Duration.ofSeconds(8);

    @Option(
            names = "--paced",
            paramLabel = "TIME",
            converter = Span.class,
            description = "latency at a fixed rate; as long again before it")
    Duration paced = Duration.ofSeconds(3);

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Count.class,
            description = "events per second while latency is measured")
    int rate = 10_000;

    @Option(names = "--concurrency", paramLabel = "N", converter = Count.class, description = "POSTs under way at once")
    int concurrency = 8;

    @Option(names = "--heap", paramLabel = "SIZE", description = "of each contestant, touched before it starts")
    String heap = "1g";

    @Option(
            names = "--server-time",
            paramLabel = "TIME",
            converter = Span.class,
            description = "what the endpoint takes for each answer")
    Duration serverTime = Duration.ZERO;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "some contestants, by name")
    List<String> only = List.of();

    @Option(names = "--tls", description = "the endpoint speaks TLS with a certificate of its own making")
    boolean tls;

    @Option(names = "--out", paramLabel = "FILE", description = "write all figures as JSON")
    @Nullable
    Path out;

    @Option(names = "--recordings", paramLabel = "DIR", description = "make a flight recording of every run")
    @Nullable
    Path recordings;

    /** Later options overrule what it sets. */
    @Option(names = "--quick", description = "one short round, to see that everything works")
    void quick(boolean quick) {
        if (quick) {
            rounds = 1;
            warmup = Duration.ofMillis(300);
            warmupEvents = 1;
            measure = Duration.ofMillis(300);
            paced = Duration.ofMillis(200);
        }
    }

    static Rules of(String... arguments) {
        return CommandLine.populateCommand(new Rules(), arguments);
    }

    /** The options that a single run has to know. */
    List<String> forOneRun() {
        return List.of(
                "--warmup", Span.text(warmup),
                "--warmup-events", String.valueOf(warmupEvents),
                "--measure", Span.text(measure),
                "--paced", Span.text(paced),
                "--rate", String.valueOf(rate),
                "--concurrency", String.valueOf(concurrency));
    }

    boolean admits(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** How long a run of one contestant should take at the most. */
    Duration longestRun() {
        return warmup.plus(measure).plus(paced.multipliedBy(2)).plusMinutes(3);
    }
}
