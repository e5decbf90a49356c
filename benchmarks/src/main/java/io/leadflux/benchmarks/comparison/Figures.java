package io.leadflux.benchmarks.comparison;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one run of one candidate.
 *
 * @param candidate its name
 * @param eventsPerSecond events accepted a second, at full speed
 * @param cpuMicrosPerEvent processor time of the whole process per event, in microseconds
 * @param bytesPerEvent bytes allocated on the Java heap per event
 * @param p50Millis median time from when an event was due until it was accepted, at the fixed rate
 * @param p99Millis the 99th percentile of that time
 * @param failure why there are no figures, or null
 */
public record Figures(
        String candidate,
        double eventsPerSecond,
        double cpuMicrosPerEvent,
        double bytesPerEvent,
        double p50Millis,
        double p99Millis,
        @Nullable String failure) {

    static Figures failed(String candidate, String failure) {
        return new Figures(candidate, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, failure);
    }
}
