package io.leadflux.benchmarks.site;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load came to.
 *
 * @param micros how long each page took that was answered with 200 and a body
 * @param failures requests that were not
 */
record PageTimes(Histogram micros, long failures) {

    /** Those of several runs as if they were of one; at least one. */
    static PageTimes together(List<PageTimes> runs) {
        Histogram all = runs.get(0).micros.copy();
        runs.stream().skip(1).forEach(run -> all.add(run.micros));
        return new PageTimes(all, runs.stream().mapToLong(PageTimes::failures).sum());
    }

    long pages() {
        return micros.getTotalCount();
    }

    /** How many milliseconds {@code percent} of the pages took at most. */
    double percentile(double percent) {
        return micros.getValueAtPercentile(percent) / 1_000.0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,9d pages, %d failed, p50 %6.2f ms, p95 %6.2f ms, p99 %6.2f ms, most %6.1f ms",
                pages(),
                failures,
                percentile(50),
                percentile(95),
                percentile(99),
                micros.getMaxValue() / 1_000.0);
    }
}
