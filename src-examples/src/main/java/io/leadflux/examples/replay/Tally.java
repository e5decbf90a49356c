package io.leadflux.examples.replay;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts events by outcome. Thread-safe. */
public final class Tally {

    private final LongAdder read = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

    /** Nothing counted yet. */
    public Tally() {
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

    /** How many lines have been read. */
    public long read() {
        return read.sum();
    }

    /** How many ended so. */
    public long of(Outcome outcome) {
        return requireNonNull(outcomes.get(outcome)).sum();
    }

    /** How many have an outcome by now. */
    public long answered() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /**
     * The summary as one line of JSON, without the line's end.
     *
     * @param overflow whether events could overflow, and are counted
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
