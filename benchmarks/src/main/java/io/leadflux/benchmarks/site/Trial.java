package io.leadflux.benchmarks.site;

import io.leadflux.benchmarks.process.Cores;
import io.leadflux.benchmarks.process.Precedence;
import io.leadflux.benchmarks.process.Stalls;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Two sites, started together, one with Leadflux and one without. They end with {@link #close()}. */
final class Trial implements AutoCloseable {

    private static final List<String> ENDS = List.of(
            "accepted", "invalid", "rejected", "unauthorized", "expired", "overflow", "closed", "queued", "inFlight");

    private static final Duration TURN = Duration.ofSeconds(5);
    private static final int QUIET_TURNS = 3;
    private static final int MOST_TURNS = 30;

    /**
     * When one site has had the processor for a while, nothing of the other is left in its caches, and the first pages take
     * several times as long, which no page does of a site that is asked all the time.
     */
    private static final Duration LEAD_IN = Duration.ofMillis(250);

    /** How many times as often as in the rounds that count. */
    private static final int WARM_UP_HASTE = 2;

    /** A site that is asked for pages, and the rounds that count. */
    static final class Contestant implements AutoCloseable {

        private final String name;
        private final SiteProcess site;
        private final PageLoad load;
        private final List<PageTimes> rounds = new ArrayList<>();
        private final List<PageTimes> undisturbed = new ArrayList<>();

        private Contestant(String name, SiteProcess site) {
            this.name = name;
            this.site = site;
            this.load = new PageLoad(site.address());
        }

        /** Of all rounds. */
        PageTimes all() {
            return PageTimes.together(rounds);
        }

        /** Of all rounds, without pages that the machine may have made late. */
        PageTimes undisturbed() {
            return PageTimes.together(undisturbed);
        }

        @Override
        public void close() {
            load.close();
            site.close();
        }
    }

    final Contestant with;
    final Contestant without;
    private final List<Contestant> both;
    private final int rate;
    private final PrintStream output;
    private double heap;
    private double threads;

    Trial(Path jar, int rate, PrintStream output) throws IOException {
        this.rate = rate;
        this.output = output;
        with = new Contestant("with", SiteProcess.withLeadflux(jar));
        without = other(jar);
        both = List.of(with, without);
    }

    private Contestant other(Path jar) throws IOException {
        try {
            return new Contestant("without", SiteProcess.withoutLeadflux(jar));
        } catch (IOException | RuntimeException notStarted) {
            with.close();
            throw notStarted;
        }
    }

    /**
     * Asks each in turn until the compilers are at rest for several turns in a row: a site whose code is still being compiled
     * may have a p99 many times as high, and what the client does seldom, such as to let a batch expire, is compiled late. At
     * first it is asked twice as often as in the rounds, and may use all cores, the load's as well. In between each collects
     * its garbage in full: young collections take longer then until what was moved has aged, which is fifteen of them. What is
     * compiled later is so on the load's core, where the load goes first: no page waits for it.
     *
     * @param atLeast how long each is asked before it is looked whether the compilers rest, and again after the collection
     */
    void warmUp(Duration atLeast) throws IOException, InterruptedException {
        hold(Cores.ALL);
        both.forEach(each -> each.load.run(rate * WARM_UP_HASTE, Duration.ZERO, atLeast));
        heap = with.site.liveHeap();
        without.site.liveHeap();
        threads = with.site.threads();
        both.forEach(each -> each.load.run(rate * WARM_UP_HASTE, Duration.ZERO, atLeast));
        hold(Cores.OTHERS);
        boolean apart = true;
        for (Contestant each : both) {
            apart &= each.site.holdCompilers(Cores.FIRST);
        }
        int quiet = 0;
        int turns = 0;
        while (quiet < QUIET_TURNS && turns < MOST_TURNS) {
            quiet = compilersRested() ? quiet + 1 : 0;
            turns++;
        }
        print(
                "the compilers %s after %d more turns, %s",
                quiet == QUIET_TURNS ? "rest" : "do not rest",
                turns,
                apart ? "and have the load's core" : "and share the sites' cores");
    }

    private void hold(Cores cores) throws InterruptedException {
        for (Contestant each : both) {
            each.site.hold(cores);
        }
    }

    /** Asks each for one turn; whether neither site compiled for more than half a hundredth of it. */
    private boolean compilersRested() throws IOException, InterruptedException {
        boolean rested = true;
        for (Contestant each : both) {
            double before = each.site.compiled();
            each.load.run(rate, Duration.ZERO, TURN);
            rested &= each.site.compiled() - before < TURN.toMillis() / 200.0;
        }
        return rested;
    }

    /** Asks each in every round, and each as often first as the other. */
    void run(int rounds, Duration length) throws IOException, InterruptedException {
        boolean first = Precedence.claim();
        for (Contestant each : both) {
            first &= each.site.claimPrecedence();
        }
        print("load and sites %s", first ? "go before all else on their cores" : "wait like all else on their cores");
        try (Stalls stalls = Stalls.watch()) {
            print("the cores are %s", stalls.areWatched() ? "watched for stalls" : "not watched for stalls");
            for (int round = 0; round < rounds; round++) {
                for (int turn = 0; turn < both.size(); turn++) {
                    run(both.get((round + turn) % both.size()), length, stalls);
                }
            }
        }
        both.forEach(each -> print("%-7s all         %s", each.name, each.all()));
        both.forEach(each -> print("%-7s undisturbed %s", each.name, each.undisturbed()));
    }

    private void run(Contestant next, Duration length, Stalls stalls) throws InterruptedException {
        Pages pages = next.load.run(rate, LEAD_IN, length);
        next.rounds.add(pages.times());
        next.undisturbed.add(pages.timesBeside(stalls.take()));
    }

    /** Tells what is left in memory, and what has become of the events. */
    void account() throws IOException, InterruptedException {
        print(
                "live heap %.1f MB before and %.1f MB after; threads %.0f and %.0f; buffers not released %d",
                heap, with.site.liveHeap(), threads, with.site.threads(), with.site.leaks());
        JsonNode stats = with.site.stats();
        long submitted = stats.path("submitted").asLong();
        long accountedFor =
                ENDS.stream().mapToLong(end -> stats.path(end).asLong()).sum();
        print("%,d events submitted, %,d accounted for", submitted, accountedFor);
    }

    private void print(String format, Object... figures) {
        output.println(String.format(Locale.ROOT, format, figures));
    }

    @Override
    public void close() {
        both.forEach(Contestant::close);
    }
}
