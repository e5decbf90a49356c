package io.leadflux.reactor;

import io.leadflux.batch.EventBatch;
import java.util.Arrays;

/**
 * A sealed batch on its way: the events, what each was made from, when each came in, and what is known of the attempts so
 * far. Events stand in the order in which they came in, so the first is the oldest. Its mutable fields belong to the
 * dispatcher.
 */
final class Parcel {

    final Owner owner;
    final EventBatch batch;
    final Object[] sources;
    final long[] acceptedAt;

    int attempts;
    boolean mayBeDuplicate;
    SendResult last = NONE;

    private static final SendResult NONE = SendResult.notSent(new IllegalStateException("never attempted"));

    Parcel(Owner owner, EventBatch batch, Object[] sources, long[] acceptedAt) {
        this.owner = owner;
        this.batch = batch;
        this.sources = sources;
        this.acceptedAt = acceptedAt;
    }

    int size() {
        return batch.size();
    }

    /** How many events from the front came in at or before {@code instant}, by the client's clock. */
    int acceptedUntil(long instant) {
        int count = 0;
        while (count < acceptedAt.length && acceptedAt[count] - instant <= 0) {
            count++;
        }
        return count;
    }

    /** The events from {@code from} to {@code to}, exclusive, with this parcel's history. */
    Parcel slice(int from, int to) {
        Parcel part = new Parcel(
                owner,
                batch.slice(from, to),
                Arrays.copyOfRange(sources, from, to),
                Arrays.copyOfRange(acceptedAt, from, to));
        part.attempts = attempts;
        part.mayBeDuplicate = mayBeDuplicate;
        part.last = last;
        return part;
    }
}
