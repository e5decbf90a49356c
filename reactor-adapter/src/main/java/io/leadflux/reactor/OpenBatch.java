package io.leadflux.reactor;

import io.leadflux.batch.AddResult;
import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The batch that is being filled, with what each event was made from and when it came in, and its place in the line. Sealed
 * when it is full; or drawn a ticket for when it has waited for the linger time, and sealed when the ticket is granted.
 * Belongs to the pipeline's drain loop.
 */
final class OpenBatch {

    /** A batch that takes longer to fill is taken in by spells: nobody is in haste, and a spell keeps others from the processor. */
    private static final long BRISK = Duration.ofMillis(20).toNanos();

    private static final int SPELL = 25;

    private final ConversionClient client;
    private final Owner owner;
    private final Epochs epochs;
    private final Alarm linger;
    private final Alarm deadline;
    private final int maxEvents;
    private BatchLimits limits;
    private BatchAccumulator accumulator;
    private Object[] sources;
    private long[] acceptedAt;
    private @Nullable Ticket ticket;

    /** Whether the last batch was long in filling. */
    private boolean leisurely;

    /** An empty batch; {@code look} has {@link #sealWhenTimeHasCome} called soon, and may be called by any thread. */
    OpenBatch(ConversionClient client, Owner owner, Epochs epochs, Runnable look) {
        this.client = client;
        this.owner = owner;
        this.epochs = epochs;
        this.linger = new Alarm(client.timing, look);
        this.deadline = new Alarm(client.timing, look);
        this.limits = client.limits;
        this.accumulator = BatchAccumulator.of(limits);
        this.maxEvents = limits.maxEvents();
        this.sources = new Object[maxEvents];
        this.acceptedAt = new long[maxEvents];
    }

    boolean isEmpty() {
        return accumulator.isEmpty();
    }

    /**
     * How many events are worth a look: as many as fill the batch up, or fewer when that takes its time and they are still to
     * be encoded; or one that begins a batch, since its time runs, but not while the alarm for the batch before is still to
     * ring, which is soon enough.
     */
    int worthALook() {
        if (isEmpty() && !linger.isSet()) {
            return 1;
        }
        int missing = maxEvents - accumulator.size();
        return leisurely && !client.isHoldingBack() ? Math.min(missing, SPELL) : missing;
    }

    /** Adds an event and seals what is full; false when the event alone is too large. */
    boolean add(Object source, ServerEvent event, long arrivedAt) {
        AddResult result = accumulator.add(event);
        if (result == AddResult.FULL) {
            seal();
            result = accumulator.add(event);
        }
        return added(result, source, arrivedAt);
    }

    /** As {@link #add(Object, ServerEvent, long)}; of the event, there will be its bytes only. */
    boolean add(Object source, EncodedEvent event, long arrivedAt) {
        AddResult result = accumulator.add(event);
        if (result == AddResult.FULL) {
            seal();
            result = accumulator.add(event);
        }
        return added(result, source, arrivedAt);
    }

    /** An event that came in before the one ahead of it counts as if it had come in with that one. */
    private boolean added(AddResult result, Object source, long arrivedAt) {
        if (result == AddResult.TOO_LARGE) {
            return false;
        }
        int index = accumulator.size() - 1;
        sources[index] = source;
        acceptedAt[index] = index == 0 ? arrivedAt : Math.max(arrivedAt, acceptedAt[index - 1]);
        if (accumulator.isFull()) {
            seal();
        }
        return true;
    }

    /** Sends the batch, which must not be empty, into the line. */
    void seal() {
        Ticket waiting = ticket;
        ticket = null;
        if (waiting != null) {
            client.dispatcher.redeem(waiting, sealed());
        } else {
            client.dispatcher.draw(Ticket.of(sealed()));
        }
    }

    private Parcel sealed() {
        int size = accumulator.size();
        leisurely = acceptedAt[size - 1] - acceptedAt[0] >= BRISK;
        client.tally.sealed(size);
        Parcel parcel = parcel();
        limitBytes(client.dispatcher.byteLimit());
        return parcel;
    }

    /** Seals the batch if its turn has come. */
    void takeTurn() {
        if (ticket != null && ticket.turn) {
            seal();
        }
    }

    /** Seals or draws a ticket for the batch as the time demands, or sees to it that it is looked at again. */
    void sealWhenTimeHasCome(long now, boolean last) {
        if (isEmpty()) {
            return;
        }
        long waited = now - acceptedAt[0];
        if (last || waited >= client.deliveryTimeoutNanos || client.dispatcher.isClosed()) {
            seal();
        } else if (waited < client.lingerNanos) {
            linger.ring(now, client.lingerNanos - waited);
        } else {
            if (ticket == null) {
                ticket = Ticket.ofOpenBatch(owner, acceptedAt[0]);
                client.dispatcher.draw(ticket);
            }
            deadline.ring(now, client.deliveryTimeoutNanos - waited);
        }
    }

    /** Gives up its place in the line, and what it holds; null when that is nothing. */
    @Nullable
    Parcel discard() {
        Ticket waiting = ticket;
        if (waiting != null) {
            ticket = null;
            client.dispatcher.redeem(waiting, null);
        }
        return isEmpty() ? null : parcel();
    }

    /** Lets go of whom its alarms would wake. */
    void stop() {
        linger.stop();
        deadline.stop();
    }

    private Parcel parcel() {
        int size = accumulator.size();
        boolean full = size == maxEvents;
        Parcel parcel = new Parcel(
                owner,
                epochs.current(),
                accumulator.seal(),
                full ? sources : Arrays.copyOf(sources, size),
                full ? acceptedAt : Arrays.copyOf(acceptedAt, size));
        if (full) {
            sources = new Object[maxEvents];
            acceptedAt = new long[maxEvents];
        } else {
            Arrays.fill(sources, 0, size, null);
        }
        return parcel;
    }

    /** Keeps the batches to come to what the provider takes; only while the batch is empty. */
    private void limitBytes(int maxBytes) {
        if (maxBytes < limits.maxBytes()) {
            limits = BatchLimits.of(maxEvents, maxBytes);
            accumulator = BatchAccumulator.of(limits);
        }
    }
}
