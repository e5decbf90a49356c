package io.leadflux.examples.quickstart;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventName;
import io.leadflux.examples.replay.ReplayCounts;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.util.List;
import java.util.Locale;

/**
 * The report of the quick start.
 *
 * @param emulator the endpoint that the events were sent to
 * @param counts lines by outcome
 * @param reasons why lines were not accepted
 * @param batchSizes events of each request
 * @param stats the client's own counters
 * @param seconds from the first line read to the last result
 */
record QuickStartReport(
        EndpointEmulator emulator,
        ReplayCounts counts,
        Reasons reasons,
        List<Integer> batchSizes,
        ClientStats stats,
        double seconds) {

    private static final int BAR = 40;

    /** Whether every line has its result, none but the broken ones was refused, and the endpoint's ledger agrees. */
    boolean isComplete() {
        return counts.ended() == counts.read()
                && counts.of(Outcome.ACCEPTED) + counts.of(Outcome.INVALID) == counts.read()
                && counts.of(Outcome.ACCEPTED) == emulator.ledger().accepted();
    }

    /** @param rich whether it is for a terminal */
    String page(boolean rich) {
        Page page = new Page(rich);
        page.line("%s", page.styled("bold", "Leadflux: events to AppLovin's Conversion API, and a result for each"));
        page.line("The endpoint is emulated, on port %d of this machine; nothing leaves it.", emulator.port());
        outcomes(page);
        requests(page);
        reasons(page);
        page.line("");
        page.line("Next: the same with a file of your own, sending nothing:");
        page.line(
                "  java -jar src-examples/target/leadflux-examples.jar replay --dry-run FILE --rejects rejects.ndjson");
        return page.toString();
    }

    private void outcomes(Page page) {
        page.heading("What became of " + count(counts.read()) + " events");
        for (Outcome outcome : Outcome.values()) {
            long events = counts.of(outcome);
            if (events > 0) {
                double share = (double) events / counts.read();
                String style = outcome == Outcome.ACCEPTED ? "green" : outcome == Outcome.INVALID ? "yellow" : "red";
                String bar = page.styled(style, page.bar(share, BAR));
                page.line("  %-12s %,6d  %s %5.1f %%", outcome, events, bar, 100 * share);
            }
        }
        page.line("  INVALID events get their result at once and are never sent: one of them fails a whole batch.");
    }

    private void requests(Page page) {
        page.heading("How they were sent");
        page.line(
                "  batches     %,d, with %.1f events on average; the limit is %d",
                stats.batches(), stats.batchFill(), most());
        page.wrapped("  in each", 14, page.columns(batchSizes, most()));
        page.line(
                "  requests    %,d; %,d of them retries, since the endpoint responded with 503 once, on purpose",
                stats.requests(), stats.retries());
        page.line(
                "  ledger      the endpoint accepted %,d events, %,d of them leads, and none twice",
                emulator.ledger().accepted(), emulator.ledger().accepted(EventName.GENERATE_LEAD));
        page.line("  throughput  %,.0f events a second (%.2f s, with a cold JVM)", counts.read() / seconds, seconds);
    }

    private void reasons(Page page) {
        page.heading("Why " + count(counts.of(Outcome.INVALID)) + " were invalid, by field");
        reasons.forEach((field, rules) -> page.wrapped("  " + field, 32, rules));
    }

    private static int most() {
        return BatchLimits.DEFAULT.maxEvents();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
