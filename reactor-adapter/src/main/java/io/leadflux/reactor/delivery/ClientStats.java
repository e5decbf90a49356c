package io.leadflux.reactor.delivery;

import io.leadflux.delivery.Outcome;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a client has done since it was built, as one snapshot. Immutable.
 *
 * <p>At every instant {@code submitted = accepted + invalid + rejected + unauthorized + expired + overflow + closed +
 * queued + inFlight}.
 */
public final class ClientStats {

    private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    private final long inFlight;
    private final long submitted;
    private final long requests;
    private final long retries;
    private final long probes;
    private final long batches;
    private final long batchedEvents;
    private final long callbackFailures;
    private final long deadLettersLost;

    /** Ends are read before starts, so that an event that ends meanwhile still counts as queued and none is missed. */
    ClientStats(Counters counters) {
        for (Outcome outcome : Outcome.values()) {
            ended.put(outcome, counters.ended(outcome));
        }
        inFlight = counters.inFlight();
        submitted = counters.submittedSoFar();
        requests = counters.requests();
        retries = counters.retries();
        probes = counters.probes();
        batches = counters.batches();
        batchedEvents = counters.batchedEvents();
        callbackFailures = counters.callbackFailures();
        deadLettersLost = counters.deadLettersLost();
    }

    /** Events that came in. */
    public long submitted() {
        return submitted;
    }

    /** Events that have ended with {@code outcome}. */
    public long ended(Outcome outcome) {
        return ended.getOrDefault(outcome, 0L);
    }

    /** Events that the provider accepted. */
    public long accepted() {
        return ended(Outcome.ACCEPTED);
    }

    /** Events that broke a rule and were never sent. */
    public long invalid() {
        return ended(Outcome.INVALID);
    }

    /** Events that the provider refused, each in a request of its own. */
    public long rejected() {
        return ended(Outcome.REJECTED);
    }

    /** Events whose deadline passed while the key was refused or could not be had. */
    public long unauthorized() {
        return ended(Outcome.UNAUTHORIZED);
    }

    /** Events whose deadline passed for any other reason. */
    public long expired() {
        return ended(Outcome.EXPIRED);
    }

    /** Events for which there was no room. */
    public long overflow() {
        return ended(Outcome.OVERFLOW);
    }

    /** Events given up because the client was closed or their stream cancelled. */
    public long closed() {
        return ended(Outcome.CLOSED);
    }

    /** Events that wait: in the sink, in an open batch, for a permit, or for another attempt. */
    public long queued() {
        long all = ended.values().stream().mapToLong(Long::longValue).sum();
        return submitted - all - inFlight;
    }

    /** Events in a request that is in flight. */
    public long inFlight() {
        return inFlight;
    }

    /** Requests begun. */
    public long requests() {
        return requests;
    }

    /** Requests among them that repeated an earlier one. */
    public long retries() {
        return retries;
    }

    /** Requests among them that carried a part of a refused batch. */
    public long probes() {
        return probes;
    }

    /** Batches sealed. */
    public long batches() {
        return batches;
    }

    /** Events in those batches. */
    public long batchedEvents() {
        return batchedEvents;
    }

    /** Events in a sealed batch on average; 0 before the first batch. */
    public double batchFill() {
        return batches == 0 ? 0 : (double) batchedEvents / batches;
    }

    /** Calls of the user's consent gate, transformer or listener that threw. */
    public long callbackFailures() {
        return callbackFailures;
    }

    /** Results that the dead letter handler did not take. */
    public long deadLettersLost() {
        return deadLettersLost;
    }

    /** All figures by the names of their accessors, in a stable order; for endpoints and logs. */
    public Map<String, Long> asMap() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("submitted", submitted);
        for (Outcome outcome : Outcome.values()) {
            figures.put(outcome.name().toLowerCase(Locale.ROOT), ended(outcome));
        }
        figures.put("queued", queued());
        figures.put("inFlight", inFlight);
        figures.put("requests", requests);
        figures.put("retries", retries);
        figures.put("probes", probes);
        figures.put("batches", batches);
        figures.put("batchedEvents", batchedEvents);
        figures.put("callbackFailures", callbackFailures);
        figures.put("deadLettersLost", deadLettersLost);
        return figures;
    }

    @Override
    public String toString() {
        return "ClientStats" + asMap();
    }
}
