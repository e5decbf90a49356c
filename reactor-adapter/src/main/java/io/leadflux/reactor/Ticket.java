package io.leadflux.reactor;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A place in the line for a permit. It holds a parcel, or stands for a batch that is still open and goes on filling until
 * its turn comes. Its fields belong to the dispatcher, but for {@code turn}.
 */
final class Ticket {

    /** Whose oldest event came in first; of equal ones, who was first in the line. */
    static final Comparator<Ticket> OLDEST_FIRST =
            Comparator.<Ticket>comparingLong(ticket -> ticket.openedAt).thenComparingLong(ticket -> ticket.number);

    final Owner owner;

    /** When the oldest event of its batch came in. */
    final long openedAt;

    /** How many were in the line before it. */
    long number;

    @Nullable
    Parcel parcel;

    boolean granted;

    /** Whether the grant took no permit, the client being closed. */
    boolean unlimited;

    /** Tells the owner's own loop that the grant has reached it. */
    volatile boolean turn;

    private Ticket(Owner owner, long openedAt, @Nullable Parcel parcel) {
        this.owner = owner;
        this.openedAt = openedAt;
        this.parcel = parcel;
    }

    /** For a batch that is sealed. */
    static Ticket of(Parcel parcel) {
        return new Ticket(parcel.owner, parcel.oldest(), parcel);
    }

    /** For a batch that is still open. */
    static Ticket ofOpenBatch(Owner owner, long openedAt) {
        return new Ticket(owner, openedAt, null);
    }
}
