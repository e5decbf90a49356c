package io.leadflux.reactor.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A refused batch and the search for what is wrong with it; its probes are parts of it. Belongs to the dispatcher. */
final class IsolatedBatch {

    private final OutboundBatch whole;
    private final Bisection search;
    private int[] probed = {};
    private boolean someAccepted;

    /**
     * @param whole the refused batch, of at least two events
     * @param hint the index that the response named, or -1
     */
    IsolatedBatch(OutboundBatch whole, int hint, RandomGenerator random) {
        this.whole = whole;
        this.search = new Bisection(whole.size(), hint, random);
    }

    /** Whether every event has been accepted or refused alone. */
    boolean isSolved() {
        return search.isSolved();
    }

    /** Whether some event was refused alone; if none was, the fault was the batch's. */
    boolean foundOne() {
        return search.foundOne();
    }

    /** Whether some event of the batch was accepted since the batch was refused. */
    boolean someAccepted() {
        return someAccepted;
    }

    void noteAccepted() {
        someAccepted = true;
    }

    /** The length of the body that was refused. */
    int bodyLength() {
        return whole.events.bodyLength();
    }

    /** The next batch to send; only while not solved. */
    OutboundBatch nextProbe(boolean single) {
        probed = search.nextProbe(single);
        OutboundBatch probe = whole.select(probed);
        probe.isolation = this;
        probe.origin = this;
        probe.failures = 0;
        return probe;
    }

    void accepted(OutboundBatch probe) {
        whole.learnFrom(probe, probed);
        search.accepted();
    }

    /** The probe was refused; returns it if it is a single event, which is no part of this any more. */
    @Nullable
    OutboundBatch refused(OutboundBatch probe) {
        whole.learnFrom(probe, probed);
        if (!search.refused()) {
            return null;
        }
        probe.isolation = null;
        return probe;
    }

    /** Lets {@code probe} go on by itself. */
    void release(OutboundBatch probe) {
        whole.learnFrom(probe, probed);
        search.accepted();
        probe.isolation = null;
    }

    /** When the oldest event came in that is not resolved; only while not solved. */
    long oldest() {
        return Arrays.stream(search.unresolved())
                .mapToLong(index -> whole.acceptedAt[index])
                .min()
                .orElseThrow();
    }

    /** When the first event is due that is not resolved; only while not solved. */
    long due(Deadlines deadlines) {
        return Arrays.stream(search.unresolved())
                .mapToLong(index -> deadlines.due(whole, index))
                .min()
                .orElseThrow();
    }

    /** Ends the search; returns what is not resolved as one batch, {@code probe} included. */
    List<OutboundBatch> giveUp(OutboundBatch probe) {
        whole.learnFrom(probe, probed);
        return giveUp();
    }

    /** Ends the search; returns what is not resolved as one batch. */
    List<OutboundBatch> giveUp() {
        int[] open = search.giveUp();
        if (open.length == 0) {
            return List.of();
        }
        OutboundBatch rest = whole.select(open);
        rest.origin = this;
        return List.of(rest);
    }
}
