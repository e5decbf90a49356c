package io.leadflux.reactor.delivery;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link ClientStats}; for any thread. */
final class Counters {

    private final LongAdder submitted = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final AtomicLong inFlight = new AtomicLong();
    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder probes = new LongAdder();
    private final LongAdder callbackFailures = new LongAdder();
    private final LongAdder deadLettersLost = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder batchedEvents = new LongAdder();

    Counters() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void submitted() {
        submitted.increment();
    }

    void sealed(int events) {
        batches.increment();
        batchedEvents.add(events);
    }

    void started(int events, boolean repeated, boolean probe) {
        requests.increment();
        if (repeated) {
            retries.increment();
        }
        if (probe) {
            probes.increment();
        }
        inFlight.addAndGet(events);
    }

    void landed(int events) {
        inFlight.addAndGet(-events);
    }

    void ended(Outcome outcome, int events) {
        requireNonNull(outcomes.get(outcome)).add(events);
    }

    void callbackFailed() {
        callbackFailures.increment();
    }

    void deadLetterLost() {
        deadLettersLost.increment();
    }

    ClientStats snapshot() {
        return new ClientStats(this);
    }

    long submittedSoFar() {
        return submitted.sum();
    }

    long ended(Outcome outcome) {
        return requireNonNull(outcomes.get(outcome)).sum();
    }

    long inFlight() {
        return inFlight.get();
    }

    long requests() {
        return requests.sum();
    }

    long retries() {
        return retries.sum();
    }

    long probes() {
        return probes.sum();
    }

    long batches() {
        return batches.sum();
    }

    long batchedEvents() {
        return batchedEvents.sum();
    }

    long callbackFailures() {
        return callbackFailures.sum();
    }

    long deadLettersLost() {
        return deadLettersLost.sum();
    }
}
