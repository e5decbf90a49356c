package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends parcels: flags what may be doubled, counts, and hands each to its owner, exactly once. Belongs to the dispatcher. */
final class Endings {

    private static final long DEDUPE_WINDOW = Duration.ofMinutes(5).toNanos();

    private final SignalLoop loop;
    private final Tally tally;

    Endings(SignalLoop loop, Tally tally) {
        this.loop = loop;
        this.tally = tally;
    }

    void accept(Parcel parcel) {
        end(parcel, Outcome.ACCEPTED, null);
    }

    /**
     * Ends every event of {@code parcel} as not accepted.
     *
     * @param what the first words of the cause's message
     */
    void fail(Parcel parcel, Outcome outcome, String what) {
        String message = parcel.wasSent()
                ? what + " after " + parcel.attempts(0) + " attempts, the last with " + parcel.last
                : what + " before the first attempt";
        end(parcel, outcome, new DeliveryException(message, parcel.last.status(), parcel.last.cause()));
    }

    /** Ends as closed what {@code parcel} stands for, the rest of its hunt included. */
    void giveUp(Parcel parcel, String what) {
        for (Parcel rest : parcel.takeUnresolved()) {
            fail(rest, Outcome.CLOSED, what);
        }
    }

    private void end(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {
        parcel.flagOutlivedIds(loop.now(), DEDUPE_WINDOW);
        tally.ended(outcome, parcel.size());
        loop.after(() -> parcel.owner.settled(parcel, outcome, cause));
    }
}
