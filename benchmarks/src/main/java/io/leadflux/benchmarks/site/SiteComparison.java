package io.leadflux.benchmarks.site;

import io.leadflux.benchmarks.process.Awake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Answers what Leadflux costs a site whose provider is down: the same page at the same rate, with it and without it, in
 * turn, and what is left in memory at the end. The rounds are short, so that what else the machine does meanwhile falls on
 * both. The load has a core of its own and no core sleeps, where that can be arranged. It tells the percentiles of all pages together and of the
 * median round: on a machine with neighbours a single burst of theirs may hold the slowest pages of all, but not of most
 * rounds.
 *
 * <p>Arguments: the examples' jar; requests a second (2000); seconds of each run (6); rounds that count (16), and those before
 * them that do not (14), in which the compilers of both sites come to an end: after a minute of load of its own each of them
 * still compiles for half of the time, and the site with more code for longer.
 */
public final class SiteComparison {

    private static final List<String> ENDS = List.of(
            "accepted", "invalid", "rejected", "unauthorized", "expired", "overflow", "closed", "queued", "inFlight");

    /**
     * Rounds that do not count either: after the full collection that both sites are asked for, young ones take longer until what
     * it moved has aged, which is fifteen of them.
     */
    private static final int AFTER_COLLECTION = 6;

    private final int perSecond;
    private final Duration length;
    private final List<PageTimes> with = new ArrayList<>();
    private final List<PageTimes> without = new ArrayList<>();

    private SiteComparison(int perSecond, Duration length) {
        this.perSecond = perSecond;
        this.length = length;
    }

    /** Runs the comparison and prints its figures. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]);
        int perSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        Duration length = Duration.ofSeconds(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 6);
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 16;
        int uncounted = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 14;
        try (Awake awake = Awake.all();
                SiteProcess measured = SiteProcess.withLeadflux(jar);
                SiteProcess plain = SiteProcess.withoutLeadflux(jar);
                PageLoad toMeasured = new PageLoad(measured.address());
                PageLoad toPlain = new PageLoad(plain.address())) {
            boolean apart = Cores.FIRST.hold(ProcessHandle.current())
                    && measured.hold(Cores.OTHERS)
                    && plain.hold(Cores.OTHERS);
            print(
                    "%s; %d cores are kept awake",
                    apart ? "the load has a core of its own" : "load and sites share the cores", awake.count());
            SiteComparison comparison = new SiteComparison(perSecond, length);
            comparison.run(toMeasured, toPlain, uncounted);
            double heap = measured.liveHeap();
            plain.liveHeap();
            double threads = measured.threads();
            comparison.run(toMeasured, toPlain, AFTER_COLLECTION);
            comparison.forget();
            comparison.run(toMeasured, toPlain, rounds);
            comparison.printAll();
            print("live heap: %.1f MB before the first round, %.1f MB after the last", heap, measured.liveHeap());
            print("threads: %.0f, %.0f; buffers not released: %d", threads, measured.threads(), measured.leaks());
            account(measured.stats());
        }
        System.exit(0);
    }

    private void forget() {
        with.clear();
        without.clear();
    }

    private void run(PageLoad measured, PageLoad plain, int rounds) {
        for (int round = 1; round <= rounds; round++) {
            if (round % 2 == 0) {
                without.add(print("without", plain.run(perSecond, length)));
            }
            with.add(print("with   ", measured.run(perSecond, length)));
            if (round % 2 != 0) {
                without.add(print("without", plain.run(perSecond, length)));
            }
        }
    }

    private void printAll() {
        print("all without", PageTimes.together(without));
        print("all with   ", PageTimes.together(with));
        print("with / without: p50 %.2f, p95 %.2f, p99 %.2f", ratio(50), ratio(95), ratio(99));
        double measured = PageTimes.median(with, 99);
        double plain = PageTimes.median(without, 99);
        print("p99 of the median round: without %.2f ms, with %.2f ms, ratio %.2f", plain, measured, measured / plain);
    }

    private static void print(String format, Object... figures) {
        System.out.println(String.format(Locale.ROOT, format, figures));
    }

    private static PageTimes print(String site, PageTimes times) {
        System.out.println(site + ' ' + times);
        return times;
    }

    private double ratio(double percent) {
        return PageTimes.together(with).percentile(percent)
                / PageTimes.together(without).percentile(percent);
    }

    private static void account(JsonNode stats) {
        long submitted = stats.path("submitted").asLong();
        long accountedFor =
                ENDS.stream().mapToLong(end -> stats.path(end).asLong()).sum();
        System.out.println(stats);
        System.out.println(
                submitted == accountedFor
                        ? "every one of " + submitted + " events is accounted for"
                        : submitted + " events submitted, " + accountedFor + " accounted for");
    }
}
