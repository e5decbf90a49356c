package io.leadflux.benchmarks.contest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that are the same for every contestant.
 *
 * @param only the contestants that run; all when empty
 * @param rounds how often each runs
 * @param warmup how long each runs at full speed before it is measured
 * @param warmupEvents how many events each has to get accepted before it is measured, a minute at most
 * @param measure how long it is measured at full speed
 * @param paced how long its latency is measured at {@code rate}; as long again is warm-up
 * @param rate events per second while latency is measured
 * @param concurrency how many POSTs may be under way at once
 * @param tls whether the endpoint speaks TLS
 * @param out where the JSON goes, or null
 * @param recordings the folder for one JFR recording for each run, or null
 */
public record Rules(
        List<String> only,
        int rounds,
        Duration warmup,
        int warmupEvents,
        Duration measure,
        Duration paced,
        int rate,
        int concurrency,
        boolean tls,
        @Nullable Path out,
        @Nullable Path recordings) {

    /** The options in words. */
    public static final String HELP = """
            Options (defaults):
              --rounds N         how often each contestant runs (5)
              --warmup MILLIS    at full speed, before each measurement (5000)
              --warmup-events N  accepted before each measurement, a minute at most (2000000)
              --measure MILLIS   at full speed (5000)
              --paced MILLIS     latency at a fixed rate; as long again before it (3000)
              --rate N           events per second while latency is measured (10000)
              --concurrency N    POSTs under way at once (8)
              --only A,B         some contestants (all)
              --tls              the endpoint speaks TLS with a certificate of its own making
              --out FILE         write all figures as JSON
              --recordings DIR   make a JFR recording of every run
              --quick            one short round, to see that everything works""";

    /**
     * The rules that these arguments of the command line stand for.
     *
     * @throws IllegalArgumentException when an option is unknown or its value is missing or wrong
     */
    public static Rules of(String... arguments) {
        return new Arguments(List.of(arguments)).rules();
    }

    /** The options that a single run has to know. */
    List<String> forOneRun() {
        return List.of(
                "--warmup", String.valueOf(warmup.toMillis()),
                "--warmup-events", String.valueOf(warmupEvents),
                "--measure", String.valueOf(measure.toMillis()),
                "--paced", String.valueOf(paced.toMillis()),
                "--rate", String.valueOf(rate),
                "--concurrency", String.valueOf(concurrency));
    }

    boolean admits(String name) {
        return only.isEmpty() || only.contains(name);
    }

    private static final class Arguments {

        private final List<String> arguments;
        private final List<String> only = new ArrayList<>();
        private int next;
        private int rounds = 5;
        private int warmup = 5000;
        private int warmupEvents = 2_000_000;
        private int measure = 5000;
        private int paced = 3000;
        private int rate = 10_000;
        private int concurrency = 8;
        private boolean tls;
        private @Nullable Path out;
        private @Nullable Path recordings;

        Arguments(List<String> arguments) {
            this.arguments = arguments;
        }

        Rules rules() {
            while (next < arguments.size()) {
                take(arguments.get(next++));
            }
            return new Rules(
                    List.copyOf(only),
                    rounds,
                    Duration.ofMillis(warmup),
                    warmupEvents,
                    Duration.ofMillis(measure),
                    Duration.ofMillis(paced),
                    rate,
                    concurrency,
                    tls,
                    out,
                    recordings);
        }

        private void take(String option) {
            switch (option) {
                case "--rounds" -> rounds = number(option);
                case "--warmup" -> warmup = number(option);
                case "--warmup-events" -> warmupEvents = number(option);
                case "--measure" -> measure = number(option);
                case "--paced" -> paced = number(option);
                case "--rate" -> rate = number(option);
                case "--concurrency" -> concurrency = number(option);
                case "--only" -> only.addAll(List.of(value(option).split(",")));
                case "--tls" -> tls = true;
                case "--out" -> out = Path.of(value(option));
                case "--recordings" -> recordings = Path.of(value(option));
                case "--quick" -> {
                    rounds = 1;
                    warmup = 300;
                    warmupEvents = 1;
                    measure = 300;
                    paced = 200;
                }
                default -> throw new IllegalArgumentException("unknown option: " + option);
            }
        }

        private String value(String option) {
            if (next == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return arguments.get(next++);
        }

        private int number(String option) {
            String value = value(option);
            int number;
            try {
                number = Integer.parseInt(value);
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(option + " must be a whole number, not " + value, wrong);
            }
            if (number < 1) {
                throw new IllegalArgumentException(option + " must be at least 1, not " + value);
            }
            return number;
        }
    }
}
