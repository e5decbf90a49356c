package io.leadflux.reactor;

import org.jspecify.annotations.Nullable;

/**
 * A place in the line for a permit. It holds a parcel, or stands for a batch that is still open and goes on filling until
 * its turn comes. Its fields belong to the dispatcher, but for {@code turn}.
 */
final class Ticket {

    final Owner owner;

    @Nullable
    Parcel parcel;

    boolean granted;

    /** Whether the grant took no permit, the client being closed. */
    boolean unlimited;

    /** Tells the owner's own loop that the grant has reached it. */
    volatile boolean turn;

    Ticket(Owner owner, @Nullable Parcel parcel) {
        this.owner = owner;
        this.parcel = parcel;
    }
}
