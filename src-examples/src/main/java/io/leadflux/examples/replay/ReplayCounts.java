package io.leadflux.examples.replay;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the lines of a replay, by outcome. Thread-safe. */
public final class ReplayCounts {

    private final LongAdder read = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

    /** All zero. */
    public ReplayCounts() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void countRead() {
        read.increment();
    }

    void count(Outcome outcome) {
        requireNonNull(outcomes.get(outcome)).increment();
    }

    /** How many lines were read. */
    public long read() {
        return read.sum();
    }

    /** How many ended with that outcome. */
    public long of(Outcome outcome) {
        return requireNonNull(outcomes.get(outcome)).sum();
    }

    /** How many have an outcome by now. */
    public long ended() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /**
     * The summary as one line of JSON, without a line end.
     *
     * @param overflow whether to list events that overflowed
     */
    String json(long requests, long retries, double seconds, boolean overflow) {
        StringBuilder json = new StringBuilder(200).append("{\"read\":").append(read());
        append(json, Outcome.ACCEPTED);
        append(json, Outcome.INVALID);
        append(json, Outcome.REJECTED);
        append(json, Outcome.UNAUTHORIZED);
        append(json, Outcome.EXPIRED);
        if (overflow) {
            append(json, Outcome.OVERFLOW);
        }
        append(json, Outcome.CLOSED);
        return json.append(",\"requests\":")
                .append(requests)
                .append(",\"retries\":")
                .append(retries)
                .append(",\"seconds\":")
                .append(String.format(Locale.ROOT, "%.3f", seconds))
                .append('}')
                .toString();
    }

    private void append(StringBuilder json, Outcome outcome) {
        String key = outcome.name().toLowerCase(Locale.ROOT);
        json.append(",\"").append(key).append("\":").append(of(outcome));
    }
}
