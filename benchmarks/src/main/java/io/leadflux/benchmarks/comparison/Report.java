package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.process.Machine;
import java.util.List;

/**
 * The result of a comparison.
 *
 * @param machine what it ran on
 * @param concurrency requests in flight at once
 * @param rate events per second while latency was measured
 * @param lingerMillis how long an event might wait for its batch to fill
 * @param serverMillis how long the endpoint took for each response
 * @param tls whether the endpoint spoke TLS
 * @param rounds the figures of each round, in the order they were measured
 */
public record Report(
        Machine machine,
        int concurrency,
        int rate,
        long lingerMillis,
        long serverMillis,
        boolean tls,
        List<List<Figures>> rounds) {

    static Report of(ComparisonOptions options, List<List<Figures>> rounds) {
        return new Report(
                Machine.here(),
                options.concurrency,
                options.rate,
                Target.LINGER.toMillis(),
                options.serverTime.toMillis(),
                options.tls,
                rounds);
    }

    /** The medians of all rounds. */
    public Medians medians() {
        return new Medians(rounds);
    }
}
