package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link ClientStats}. */
final class Tally {

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

    Tally() {
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

    void answered(Parcel parcel) {
        inFlight.addAndGet(-parcel.size());
    }

    void ended(Outcome outcome, int events) {
        adder(outcome).add(events);
    }

    private LongAdder adder(Outcome outcome) {
        return requireNonNull(outcomes.get(outcome));
    }

    void callbackFailed() {
        callbackFailures.increment();
    }

    void deadLetterLost() {
        deadLettersLost.increment();
    }

    /** Ends are read before starts, so that an event that ends meanwhile still counts as queued and none is missed. */
    ClientStats snapshot() {
        long accepted = adder(Outcome.ACCEPTED).sum();
        long invalid = adder(Outcome.INVALID).sum();
        long rejected = adder(Outcome.REJECTED).sum();
        long unauthorized = adder(Outcome.UNAUTHORIZED).sum();
        long expired = adder(Outcome.EXPIRED).sum();
        long overflow = adder(Outcome.OVERFLOW).sum();
        long closed = adder(Outcome.CLOSED).sum();
        long flying = inFlight.get();
        long entered = submitted.sum();
        long ended = accepted + invalid + rejected + unauthorized + expired + overflow + closed;
        return new ClientStats(
                entered,
                accepted,
                invalid,
                rejected,
                unauthorized,
                expired,
                overflow,
                closed,
                entered - ended - flying,
                flying,
                requests.sum(),
                retries.sum(),
                probes.sum(),
                batches.sum(),
                batchedEvents.sum(),
                callbackFailures.sum(),
                deadLettersLost.sum());
    }
}
