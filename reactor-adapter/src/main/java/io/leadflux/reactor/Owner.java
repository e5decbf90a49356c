package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.Outcome;
import org.jspecify.annotations.Nullable;

/** Where a parcel's events came from and where their results go. Called by any thread, never under a lock. */
interface Owner {

    /** A permit is free for the batch that {@code ticket} stands for: the owner redeems the ticket. */
    void granted(Ticket ticket);

    /** Every event of {@code parcel} has ended the same way; called exactly once for each parcel. */
    void settled(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause);

    /** Whether nobody waits for results any more, so that what was not sent yet need not be. */
    boolean isAbandoned();
}
