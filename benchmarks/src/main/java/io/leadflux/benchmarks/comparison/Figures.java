package io.leadflux.benchmarks.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What one run of one contestant came to.
 *
 * @param contestant its name
 * @param eventsPerSecond events answered for, at full speed
 * @param cpuMicrosPerEvent processor time of the whole process for each of them, in microseconds
 * @param bytesPerEvent bytes allocated on the Java heap for each of them
 * @param p50Millis median of the time from when an event was due to its answer, at the fixed rate
 * @param p99Millis the same for the slowest event of a hundred
 * @param failure why there are no figures, or null
 */
public record Figures(
        String contestant,
        double eventsPerSecond,
        double cpuMicrosPerEvent,
        double bytesPerEvent,
        double p50Millis,
        double p99Millis,
        @Nullable String failure) {

    static Figures failed(String contestant, String failure) {
        return new Figures(contestant, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, failure);
    }
}
