package io.leadflux.benchmarks.site;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Answers what Leadflux costs a site whose provider is down: the same page at the same rate, with it and without it, in
 * turn, and what is left in memory at the end.
 *
 * <p>Arguments: the examples' jar; requests a second (2000); seconds of each run (20); rounds (3).
 */
public final class SiteComparison {

    private static final List<String> ENDS = List.of(
            "accepted", "invalid", "rejected", "unauthorized", "expired", "overflow", "closed", "queued", "inFlight");

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
        Duration length = Duration.ofSeconds(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20);
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        try (SiteProcess measured = SiteProcess.withLeadflux(jar);
                SiteProcess plain = SiteProcess.withoutLeadflux(jar)) {
            new SiteComparison(perSecond, length).run(measured, plain, rounds);
        }
        System.exit(0);
    }

    private void run(SiteProcess measured, SiteProcess plain, int rounds) throws IOException, InterruptedException {
        load(measured);
        load(plain);
        double heap = measured.liveHeap();
        double threads = measured.threads();
        for (int round = 1; round <= rounds; round++) {
            without.add(print("without", load(plain)));
            with.add(print("with   ", load(measured)));
        }
        print("median p99, with / without: %.2f; median p50: %.2f", p99(with) / p99(without), p50(with) / p50(without));
        print("live heap: %.1f MB after the first run, %.1f MB after the last", heap, measured.liveHeap());
        print("threads: %.0f, %.0f; buffers not released: %d", threads, measured.threads(), measured.leaks());
        account(measured.stats());
    }

    private PageTimes load(SiteProcess site) {
        try (PageLoad load = new PageLoad(site.address())) {
            return load.run(perSecond, length);
        }
    }

    private static void print(String format, Object... figures) {
        System.out.println(String.format(Locale.ROOT, format, figures));
    }

    private static PageTimes print(String site, PageTimes times) {
        System.out.println(site + ' ' + times);
        return times;
    }

    private static double p99(List<PageTimes> runs) {
        return median(runs.stream().mapToDouble(PageTimes::p99).sorted().toArray());
    }

    private static double p50(List<PageTimes> runs) {
        return median(runs.stream().mapToDouble(PageTimes::p50).sorted().toArray());
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
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
