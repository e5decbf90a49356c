package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.process.Machine;
import java.util.List;

/**
 * All that a contest came to.
 *
 * @param machine what it ran on
 * @param concurrency POSTs under way at once
 * @param rate events per second while latency was measured
 * @param lingerMillis how long an event might wait for its batch to fill
 * @param serverMillis what the endpoint took for each answer
 * @param tls whether the endpoint spoke TLS
 * @param rounds the figures of each round, in the order in which they were seen
 */
public record Report(
        Machine machine,
        int concurrency,
        int rate,
        long lingerMillis,
        long serverMillis,
        boolean tls,
        List<List<Figures>> rounds) {

    static Report of(Rules rules, List<List<Figures>> rounds) {
        return new Report(
                Machine.here(),
                rules.concurrency,
                rules.rate,
                Target.LINGER.toMillis(),
                rules.serverTime.toMillis(),
                rules.tls,
                rounds);
    }

    /** The medians of all rounds. */
    public Medians medians() {
        return new Medians(rounds);
    }
}
