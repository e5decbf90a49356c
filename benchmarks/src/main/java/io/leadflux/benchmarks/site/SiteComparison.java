package io.leadflux.benchmarks.site;

import io.leadflux.benchmarks.process.Awake;
import io.leadflux.benchmarks.process.Cores;
import io.leadflux.benchmarks.process.Count;
import io.leadflux.benchmarks.process.Span;
import io.leadflux.benchmarks.site.Trial.Contestant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What Leadflux costs a site whose provider is down: {@code java -Xms1g -Xmx1g -XX:+AlwaysPreTouch -cp
 * leadflux-benchmarks.jar io.leadflux.benchmarks.site.SiteComparison leadflux-examples.jar}. The same page at the same
 * rate, with Leadflux and without it, in turn.
 *
 * <p>Alike sites differ by chance, so both are started anew several times: what counts are the percentiles of all pages of all
 * these trials, and how far the sites without Leadflux differ from trial to trial shows what chance does. Rounds are short,
 * since a machine that others use as well is slow for seconds at a time, which has to meet both. Load and sites have cores
 * of their own, on which nothing goes before them, and no core sleeps, where that can be arranged. Pages that a stall of the
 * machine may have made late are counted, and left out of a second count.
 */
@Command(
        name = "SiteComparison",
        description = "Tells what Leadflux costs a site whose provider is down.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SiteComparison implements Callable<Integer> {

    @Parameters(paramLabel = "JAR", description = "the examples' runnable jar")
    private Path jar = Path.of("leadflux-examples.jar");

    @Option(
            names = "--trials",
            paramLabel = "N",
            converter = Count.class,
            description = "how often the sites are started")
    private int trials = 3;

    @Option(names = "--rounds", paramLabel = "N", converter = Count.class, description = "in a trial")
    private int rounds = 60;

    @Option(names = "--measure", paramLabel = "TIME", converter = Span.class, description = "length of a round")
    private Duration measure = Duration.ofSeconds(1);

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = Span.class,
            description = "twice for each site at the least, and until the compilers rest")
    private Duration warmUp = Duration.ofSeconds(45);

    @Option(names = "--rate", paramLabel = "N", converter = Count.class, description = "pages a second")
    private int rate = 2_000;

    private final PrintStream output;

    SiteComparison(PrintStream output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Trial> ended = new ArrayList<>();
        try (Awake awake = Awake.all()) {
            boolean apart = Cores.FIRST.hold(ProcessHandle.current());
            print(
                    "%s; %d cores are kept awake",
                    apart ? "the load has a core of its own" : "shared cores", awake.count());
            for (int number = 1; number <= trials; number++) {
                print("trial %d", number);
                try (Trial trial = new Trial(jar, rate, output)) {
                    trial.warmUp(warmUp);
                    trial.run(rounds, measure);
                    trial.account();
                    ended.add(trial);
                }
            }
        }
        print("all trials");
        compare("all        ", ended, Contestant::all);
        compare("undisturbed", ended, Contestant::undisturbed);
        return CommandLine.ExitCode.OK;
    }

    private void compare(String which, List<Trial> trials, Function<Contestant, PageTimes> times) {
        PageTimes with = PageTimes.together(
                trials.stream().map(trial -> times.apply(trial.with)).toList());
        PageTimes without = PageTimes.together(
                trials.stream().map(trial -> times.apply(trial.without)).toList());
        print("with    %s %s", which, with);
        print("without %s %s", which, without);
        print(
                "ratio   %s p50 %.2f, p95 %.2f, p99 %.2f",
                which,
                with.percentile(50) / without.percentile(50),
                with.percentile(95) / without.percentile(95),
                with.percentile(99) / without.percentile(99));
    }

    private void print(String format, Object... figures) {
        output.println(String.format(Locale.ROOT, format, figures));
    }

    /** Runs the comparison, and prints its figures. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SiteComparison(System.out)).execute(arguments));
    }
}
