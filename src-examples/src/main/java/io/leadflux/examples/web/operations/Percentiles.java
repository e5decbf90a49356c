package io.leadflux.examples.web.operations;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Percentiles of the durations in the last few periods. Any thread can record a duration without waiting; one thread
 * reads.
 */
final class Percentiles {

    private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);
    private final Deque<Histogram> periods = new ArrayDeque<>();
    private final int most;

    Percentiles(int periods) {
        this.most = periods;
    }

    /**
     * Durations in milliseconds; 0 if there are none.
     *
     * @param count how many durations there are
     */
    record Values(long count, double p50, double p95, double p99, double most) {}

    void record(Duration time) {
        recorder.recordValue(Math.min(LONGEST_MICROS, Math.max(0, time.toNanos() / 1_000)));
    }

    /** Ends a period and returns the percentiles of it and the periods before. */
    Values next() {
        periods.addLast(recorder.getIntervalHistogram());
        if (periods.size() > most) {
            periods.removeFirst();
        }
        Histogram sum = new Histogram(LONGEST_MICROS, DIGITS);
        periods.forEach(sum::add);
        return new Values(
                sum.getTotalCount(), millis(sum, 50), millis(sum, 95), millis(sum, 99), sum.getMaxValue() / 1_000.0);
    }

    private static double millis(Histogram times, double percentile) {
        return times.getTotalCount() == 0 ? 0 : times.getValueAtPercentile(percentile) / 1_000.0;
    }
}
