package io.leadflux.benchmarks.site;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What one run of a load came to; times in milliseconds.
 *
 * @param pages pages that were answered with 200 and a body
 * @param failures requests that were not
 */
record PageTimes(long pages, long failures, double p50, double p95, double p99, double most) {

    static PageTimes of(Histogram micros, long failures) {
        return new PageTimes(
                micros.getTotalCount(),
                failures,
                micros.getValueAtPercentile(50) / 1_000.0,
                micros.getValueAtPercentile(95) / 1_000.0,
                micros.getValueAtPercentile(99) / 1_000.0,
                micros.getMaxValue() / 1_000.0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,7d pages, %d failed, p50 %6.2f ms, p95 %6.2f ms, p99 %6.2f ms, most %6.1f ms",
                pages,
                failures,
                p50,
                p95,
                p99,
                most);
    }
}
