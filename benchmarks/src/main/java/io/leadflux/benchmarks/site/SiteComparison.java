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
 * turn, and what is left in memory at the end. There are two sites without it, alike in everything, so that it can be seen how far
 * two sites differ by chance. The rounds are short, so that what else the machine does meanwhile falls on all. The load has a
 * core of its own and no core sleeps, where that can be arranged. It tells the percentiles of all pages together and of the
 * median round: on a machine with neighbours a single burst of theirs may hold the slowest pages of all, but not of most
 * rounds.
 *
 * <p>Arguments: the examples' jar; requests a second (2000); seconds of each run (6); rounds that count (16), and those before
 * them that do not (14), in which the compilers of the sites come to an end: after a minute of load of its own each of them
 * still compiles for half of the time, and the site with more code for longer.
 */
public final class SiteComparison {

    private static final List<String> ENDS = List.of(
            "accepted", "invalid", "rejected", "unauthorized", "expired", "overflow", "closed", "queued", "inFlight");

    /**
     * Rounds that do not count either: after the full collection that all sites are asked for, young ones take longer until what
     * it moved has aged, which is fifteen of them.
     */
    private static final int AFTER_COLLECTION = 6;

    /** A site that is asked for pages, and the rounds that count. */
    private record Contestant(String name, SiteProcess site, PageLoad load, List<PageTimes> rounds) {

        Contestant(String name, SiteProcess site, PageLoad load) {
            this(name, site, load, new ArrayList<>());
        }
    }

    private final int perSecond;
    private final Duration length;
    private final List<Contestant> contestants;

    private SiteComparison(int perSecond, Duration length, Contestant... contestants) {
        this.perSecond = perSecond;
        this.length = length;
        this.contestants = List.of(contestants);
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
                SiteProcess twin = SiteProcess.withoutLeadflux(jar);
                PageLoad toMeasured = new PageLoad(measured.address());
                PageLoad toPlain = new PageLoad(plain.address());
                PageLoad toTwin = new PageLoad(twin.address())) {
            boolean apart = Cores.FIRST.hold(ProcessHandle.current())
                    && measured.hold(Cores.OTHERS)
                    && plain.hold(Cores.OTHERS)
                    && twin.hold(Cores.OTHERS);
            print(
                    "%s; %d cores are kept awake",
                    apart ? "the load has a core of its own" : "load and sites share the cores", awake.count());
            Contestant with = new Contestant("with", measured, toMeasured);
            Contestant without = new Contestant("without", plain, toPlain);
            Contestant withoutAgain = new Contestant("without, its twin", twin, toTwin);
            SiteComparison comparison = new SiteComparison(perSecond, length, with, without, withoutAgain);
            comparison.run(uncounted);
            double heap = measured.liveHeap();
            plain.liveHeap();
            twin.liveHeap();
            double threads = measured.threads();
            comparison.run(AFTER_COLLECTION);
            comparison.forget();
            comparison.run(rounds);
            print("all of each");
            comparison.contestants.forEach(each -> print(each, PageTimes.together(each.rounds)));
            List<PageTimes> withoutBoth = new ArrayList<>(without.rounds);
            withoutBoth.addAll(withoutAgain.rounds);
            compare("with / both without", with.rounds, withoutBoth);
            compare("without / its twin", without.rounds, withoutAgain.rounds);
            print("live heap: %.1f MB before the first round, %.1f MB after the last", heap, measured.liveHeap());
            print("threads: %.0f, %.0f; buffers not released: %d", threads, measured.threads(), measured.leaks());
            account(measured.stats());
        }
        System.exit(0);
    }

    private void forget() {
        contestants.forEach(each -> each.rounds.clear());
    }

    /** Each of them once in every round, and as often first as any other. */
    private void run(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                Contestant next = contestants.get((round + turn) % contestants.size());
                PageTimes times = next.load.run(perSecond, length);
                next.rounds.add(times);
                print(next, times);
            }
        }
    }

    private static void compare(String names, List<PageTimes> one, List<PageTimes> other) {
        PageTimes all = PageTimes.together(one);
        PageTimes allOther = PageTimes.together(other);
        print(
                "%-20s p50 %.2f, p95 %.2f, p99 %.2f; p99 of the median round %.2f ms / %.2f ms = %.2f",
                names,
                all.percentile(50) / allOther.percentile(50),
                all.percentile(95) / allOther.percentile(95),
                all.percentile(99) / allOther.percentile(99),
                PageTimes.median(one, 99),
                PageTimes.median(other, 99),
                PageTimes.median(one, 99) / PageTimes.median(other, 99));
    }

    private static void print(Contestant site, PageTimes times) {
        print("%-18s %s", site.name, times);
    }

    private static void print(String format, Object... figures) {
        System.out.println(String.format(Locale.ROOT, format, figures));
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
