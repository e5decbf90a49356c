package io.leadflux.reactor.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What follows when the provider refuses a batch: it is isolated, until every good event of it is accepted and every bad one
 * was refused alone.
 *
 * <pre>
 * While the {@link RejectionLimit} is whole, the bad event is searched for by {@link Bisection}, which takes few requests.
 * Once refusals have become frequent, each event is sent alone, which takes few refusals. When several requests in a row
 * were refused, single events are tried, to find out whether anything is accepted at all: {@link Doubt}.
 * </pre>
 *
 * <p>Decides; the dispatcher acts. Pure state, but for the batches' own history.
 */
final class BatchIsolation {

    /** What is to be done. Each list may be empty. */
    record Decision(List<OutboundBatch> send, List<OutboundBatch> hold, List<OutboundBatch> reject) {

        private Decision() {
            this(new ArrayList<>(1), new ArrayList<>(0), new ArrayList<>(0));
        }
    }

    /** From so many whole batches in a row on that were refused, single events are tried. */
    private static final int DOUBTFUL = 3;

    /** A batch that has failed so often, while others were accepted, is isolated. */
    private static final int FAILURES_OF_A_POISONED_BATCH = 3;

    private final RejectionLimit limit;
    private final Doubt doubt = new Doubt();
    private final RandomGenerator random;
    private int refusalsInARow;
    private int batchesInARow;
    private boolean someAccepted;

    /** When the latest of all requests that were accepted was sent; only if there was one. */
    private long acceptedStartedAt;

    BatchIsolation(int refusalsInFiveMinutes, RandomGenerator random) {
        this.limit = new RejectionLimit(refusalsInFiveMinutes);
        this.random = random;
    }

    RejectionLimit limit() {
        return limit;
    }

    /** Whether the provider seems to refuse everything. */
    boolean isSystemic() {
        return doubt.isSystemic();
    }

    /** Whether to try single events, as it is in doubt that anything is accepted at all. */
    private boolean inDoubt(IsolatedBatch isolated) {
        return doubt.isSystemic() || batchesInARow >= DOUBTFUL || (isolated.foundOne() && !isolated.someAccepted());
    }

    /** Forgets what is long ago; returns whether that ends the suspicion that everything is refused. */
    boolean update(long now) {
        return doubt.update(now);
    }

    /** A request with a held event starts. */
    void resumed(OutboundBatch event) {
        doubt.resumed(event);
    }

    /** The provider refused {@code batch}. */
    Decision refused(OutboundBatch batch, SendResult result, long now) {
        limit.refused(now, doubt.isSystemic());
        refusalsInARow++;
        Decision decision = new Decision();
        IsolatedBatch isolated = batch.isolation;
        if (isolated != null) {
            refusedAlone(isolated.refused(batch), now, decision);
            goOn(isolated, now, decision);
        } else if (batch.size() == 1) {
            refusedAlone(batch, now, decision);
        } else {
            batchesInARow++;
            goOn(new IsolatedBatch(batch, result.badIndex(), random), now, decision);
        }
        return decision;
    }

    private void refusedAlone(@Nullable OutboundBatch event, long now, Decision decision) {
        if (event == null) {
            return;
        }
        boolean wasSystemic = doubt.isSystemic();
        boolean othersAccepted = event.origin != null && event.origin.someAccepted();
        switch (doubt.refused(event, othersAccepted, now)) {
            case REJECT -> decision.reject.add(event);
            case HOLD -> decision.hold.add(event);
            case KEEP -> decision.send.add(event);
        }
        if (doubt.isSystemic() && !wasSystemic) {
            limit.excuseLast(refusalsInARow);
            decision.send.addAll(doubt.releaseAll());
        }
    }

    /** The provider accepted {@code batch}, whose events have their results. */
    Decision accepted(OutboundBatch batch, long now) {
        refusalsInARow = 0;
        batchesInARow = 0;
        if (!someAccepted || batch.startedAt - acceptedStartedAt > 0) {
            someAccepted = true;
            acceptedStartedAt = batch.startedAt;
        }
        if (batch.origin != null) {
            batch.origin.noteAccepted();
        }
        Decision decision = new Decision();
        for (OutboundBatch event : doubt.accepted(batch.startedAt)) {
            (Doubt.isBad(event) ? decision.reject : decision.send).add(event);
        }
        if (batch.isolation != null) {
            batch.isolation.accepted(batch);
            goOn(batch.isolation, now, decision);
        }
        return decision;
    }

    /** The probe {@code batch} left the search and goes on by itself; what else is to be sent. */
    Decision released(IsolatedBatch isolated, long now) {
        Decision decision = new Decision();
        goOn(isolated, now, decision);
        return decision;
    }

    /** Whether others that were sent after its first failure have been accepted, so that the fault is the batch's. */
    boolean isPoisoned(OutboundBatch batch) {
        return batch.failures >= FAILURES_OF_A_POISONED_BATCH
                && someAccepted
                && acceptedStartedAt - batch.failingSince > 0
                && (batch.size() > 1 || batch.isolation != null);
    }

    /** A batch that keeps failing while others are accepted is searched as if it had been refused. */
    Decision suspected(OutboundBatch batch, long now) {
        Decision decision = new Decision();
        IsolatedBatch isolated = batch.isolation;
        if (isolated != null) {
            isolated.refused(batch);
            goOn(isolated, now, decision);
        } else {
            goOn(new IsolatedBatch(batch, -1, random), now, decision);
        }
        return decision;
    }

    private void goOn(IsolatedBatch isolated, long now, Decision decision) {
        if (isolated.isSolved()) {
            return;
        }
        boolean inDoubt = inDoubt(isolated);
        if (inDoubt || limit.isWhole(now)) {
            decision.send.add(isolated.nextProbe(inDoubt));
            return;
        }
        for (OutboundBatch rest : isolated.giveUp()) {
            rest.suspect = true;
            decision.send.addAll(rest.singles());
        }
    }
}
