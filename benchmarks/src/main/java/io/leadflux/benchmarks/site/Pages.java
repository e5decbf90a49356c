package io.leadflux.benchmarks.site;

import io.leadflux.benchmarks.process.Stall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Pages that were answered with 200 and a body: when each was due, and when it was there. Not for several threads at once. */
final class Pages {

    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1_000;

    private long[] due = new long[4_096];
    private long[] answered = new long[4_096];
    private int count;
    private long failures;

    void answered(long dueAt, long now) {
        if (count == due.length) {
            due = Arrays.copyOf(due, 2 * count);
            answered = Arrays.copyOf(answered, 2 * count);
        }
        due[count] = dueAt;
        answered[count] = now;
        count++;
    }

    void failed() {
        failures++;
    }

    PageTimes times() {
        return timesBeside(List.of());
    }

    /** Without those that a stall may have made late. */
    PageTimes timesBeside(List<Stall> stalls) {
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        for (int page = 0; page < count; page++) {
            long from = due[page];
            long to = answered[page];
            if (stalls.stream().noneMatch(stall -> stall.touches(from, to))) {
                micros.recordValue(Math.min(LONGEST_MICROS, (to - from) / 1_000));
            }
        }
        return new PageTimes(micros, failures);
    }
}
