package io.leadflux.reactor.delivery;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue for a permit. It holds a sealed batch, or stands for one that is still open and goes on filling until
 * its turn comes. Its fields belong to the dispatcher, but for {@link #announce} and {@link #isGranted}.
 */
public final class PermitRequest {

    /** Whose oldest event came in first; of equal ones, which was queued first. */
    static final Comparator<PermitRequest> OLDEST_FIRST = Comparator.<PermitRequest>comparingLong(
                    request -> request.openedAt)
            .thenComparingLong(request -> request.number);

    final OutboundBatch.Owner owner;

    /** When the oldest event of its batch came in. */
    final long openedAt;

    /** How many were queued before it. */
    long number;

    /** The batch; null while it is open. */
    @Nullable
    OutboundBatch batch;

    boolean granted;

    /** Whether the grant took no permit, the client being closed. */
    boolean unlimited;

    /** Whether the permit of the grant was used or given back. */
    boolean returned;

    private volatile boolean announced;

    private PermitRequest(OutboundBatch.Owner owner, long openedAt, @Nullable OutboundBatch batch) {
        this.owner = owner;
        this.openedAt = openedAt;
        this.batch = batch;
    }

    /** For a batch that is sealed. */
    public static PermitRequest of(OutboundBatch batch) {
        return new PermitRequest(batch.owner, batch.oldest(), batch);
    }

    /**
     * For a batch that is still open.
     *
     * @param openedAt when its first event came in, by the client's clock
     */
    public static PermitRequest ofOpenBatch(OutboundBatch.Owner owner, long openedAt) {
        return new PermitRequest(owner, openedAt, null);
    }

    /** The owner has been told of the grant. */
    public void announce() {
        announced = true;
    }

    /** Whether the owner has been told of the grant, and should seal its batch; any thread. */
    public boolean isGranted() {
        return announced;
    }
}
