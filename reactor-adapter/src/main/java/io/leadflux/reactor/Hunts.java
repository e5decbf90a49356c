package io.leadflux.reactor;

import io.leadflux.delivery.Outcome;
import java.util.random.RandomGenerator;

/**
 * What follows a 400: the {@link Isolation} of its culprits, probe by probe, paced by two budgets; and the doubt whether the
 * provider takes anything at all, which shuts the gate. Belongs to the dispatcher.
 *
 * <p>Two single events refused, with nothing taken between them, raise the doubt. While it lasts nobody is rejected: what is
 * refused waits until something is taken, or its deadline passes.
 */
final class Hunts {

    private final SignalLoop loop;
    private final WaitingRoom room;
    private final Gate gate;
    private final Deadlines deadlines;
    private final Endings endings;
    private final RandomGenerator random;
    private final ErrorBudget budget;
    private final int probesInARow;
    private final long pauseNanos;
    private boolean oneRefusedAlone;

    Hunts(
            ConversionClient.Builder options,
            SignalLoop loop,
            WaitingRoom room,
            Gate gate,
            Deadlines deadlines,
            Endings endings) {
        this.loop = loop;
        this.room = room;
        this.gate = gate;
        this.deadlines = deadlines;
        this.endings = endings;
        this.random = options.random;
        this.budget = new ErrorBudget(options.errorsInFiveMinutes);
        this.probesInARow = options.probesPerBatch;
        this.pauseNanos = options.maxBackoff.toNanos();
    }

    private boolean inDoubt() {
        return gate.cause() == Health.SYSTEMIC_REJECTION;
    }

    /** While everything seems to be refused, what was refused alone goes last: it tells least. */
    boolean lineGoesFirst() {
        Parcel due = room.peekDue();
        return inDoubt() && due != null && due.isolation == null && !room.lineIsEmpty();
    }

    /** The provider took {@code parcel}, whose events have been answered for. */
    void accepted(Parcel parcel) {
        oneRefusedAlone = false;
        gate.openAfter(Health.SYSTEMIC_REJECTION);
        Isolation hunt = parcel.isolation;
        if (hunt != null) {
            hunt.probeAccepted(parcel).forEach(this::reject);
            goOn(hunt);
        }
    }

    /** The provider answered 400. */
    void refused(Parcel parcel, SendResult result) {
        budget.error(loop.now());
        if (inDoubt()) {
            refusedInDoubt(parcel, result);
        } else if (parcel.isolation != null) {
            parcel.isolation.probeRefused(parcel).forEach(this::refusedAlone);
            goOn(parcel.isolation);
        } else if (parcel.size() == 1) {
            refusedAlone(parcel);
        } else {
            begin(parcel, result);
        }
    }

    private void refusedInDoubt(Parcel parcel, SendResult result) {
        if (gate.isProbing()) {
            gate.shut(Health.SYSTEMIC_REJECTION, 0, parcel.last);
        }
        Isolation hunt = parcel.isolation;
        if (hunt != null) {
            hunt.probeRefused(parcel).forEach(room::dueLast);
            goOn(hunt);
        } else if (parcel.size() > 1) {
            begin(parcel, result);
        } else {
            room.dueLast(parcel);
        }
    }

    private void refusedAlone(Parcel culprit) {
        if (oneRefusedAlone) {
            oneRefusedAlone = false;
            room.dueLast(culprit);
            gate.shut(Health.SYSTEMIC_REJECTION, 0, culprit.last);
        } else {
            oneRefusedAlone = true;
            reject(culprit);
        }
    }

    private void reject(Parcel culprit) {
        endings.fail(culprit, Outcome.REJECTED, "the provider refused the event");
    }

    private void begin(Parcel refused, SendResult result) {
        goOn(new Isolation(refused, result.badIndex(), random));
    }

    private void goOn(Isolation hunt) {
        if (hunt.isSolved()) {
            return;
        }
        boolean inDoubt = inDoubt();
        Parcel probe = hunt.nextProbe(inDoubt);
        long wait = waitBefore(hunt);
        if (wait > 0) {
            room.delay(probe, Math.min(wait, deadlines.left(probe)));
        } else if (gate.isOpen() || inDoubt) {
            room.dueFirst(probe);
        } else {
            room.dueLast(probe);
        }
    }

    private long waitBefore(Isolation hunt) {
        long wait = budget.waitNanos(loop.now());
        return hunt.probes() % probesInARow == 0 ? Math.max(wait, pauseNanos) : wait;
    }
}
