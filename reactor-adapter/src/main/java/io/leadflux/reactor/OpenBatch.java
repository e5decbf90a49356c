package io.leadflux.reactor;

import io.leadflux.batch.AddResult;
import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.DeadlineTimer;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.reactor.delivery.DeliveryTimeouts;
import io.leadflux.reactor.delivery.OutboundBatch;
import io.leadflux.reactor.delivery.PermitRequest;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The batch that is being filled, with what each event was made from and when it came in, and its place in the line. Sealed
 * when it is full; or a permit is requested for it when it has waited for the linger time, and it is sealed when that is
 * granted.
 * Belongs to the pipeline's drain loop.
 */
final class OpenBatch {

    /** A batch that takes longer to fill is taken in by spells: there is no haste, and a spell keeps others from the processor. */
    private static final long BRISK = Duration.ofMillis(20).toNanos();

    private static final int SPELL = 25;

    private final DeliveryEngine engine;
    private final OutboundBatch.Owner owner;
    private final FlushTracker flushTracker;
    private final DeadlineTimer linger;
    private final DeadlineTimer deadline;
    private final int maxEvents;
    private final long lingerNanos;
    private final DeliveryTimeouts deliveryTimeouts;
    private final BatchLimits configured;
    private BatchLimits limits;
    private BatchAccumulator accumulator;
    private Object[] sources;
    private long[] acceptedAt;

    /** When the first of its events is due. */
    private long due;

    private @Nullable PermitRequest request;

    /** Whether the last batch was long in filling. */
    private boolean leisurely;

    /** An empty batch; {@code look} has {@link #sealWhenTimeHasCome} called soon, and may be called by any thread. */
    OpenBatch(DeliveryEngine engine, OutboundBatch.Owner owner, FlushTracker flushTracker, Runnable look) {
        this.engine = engine;
        this.owner = owner;
        this.flushTracker = flushTracker;
        this.linger = new DeadlineTimer(engine.timing(), look);
        this.deadline = new DeadlineTimer(engine.timing(), look);
        this.lingerNanos = engine.options().linger().toNanos();
        this.deliveryTimeouts = engine.options().deliveryTimeouts();
        this.configured = engine.options().limits();
        this.limits = configured;
        this.accumulator = BatchAccumulator.of(limits);
        this.maxEvents = limits.maxEvents();
        this.sources = new Object[maxEvents];
        this.acceptedAt = new long[maxEvents];
    }

    boolean isEmpty() {
        return accumulator.isEmpty();
    }

    /**
     * How many events are worth a look: as many as fill the batch up, or fewer when that takes its time; or one that begins a
     * batch, since its time runs, but not while the timer for the batch before is still to fire, which is soon enough.
     */
    int worthALook() {
        if (isEmpty() && !linger.isSet()) {
            return 1;
        }
        int missing = maxEvents - accumulator.size();
        return leisurely ? Math.min(missing, SPELL) : missing;
    }

    /** Adds an event and seals what is full; false when the event alone is too large. */
    boolean add(Object source, ServerEvent event, long arrivedAt) {
        AddResult result = accumulator.add(event);
        if (result == AddResult.FULL) {
            seal();
            result = accumulator.add(event);
        }
        if (result == AddResult.TOO_LARGE && !limits.equals(configured)) {
            result = addAlone(event);
        }
        return added(result, source, event, arrivedAt);
    }

    /** The provider takes no batch of that size; whether it takes the event shows when it is sent by itself. */
    private AddResult addAlone(ServerEvent event) {
        if (!isEmpty()) {
            seal();
        }
        limitBytes(configured.maxBytes());
        return accumulator.add(event);
    }

    /** An event that came in before the one ahead of it counts as if it had come in with that one. */
    private boolean added(AddResult result, Object source, ServerEvent event, long arrivedAt) {
        if (result == AddResult.TOO_LARGE) {
            return false;
        }
        int index = accumulator.size() - 1;
        sources[index] = source;
        acceptedAt[index] = index == 0 ? arrivedAt : Math.max(arrivedAt, acceptedAt[index - 1]);
        long dueAt = acceptedAt[index] + deliveryTimeouts.nanos(event);
        due = index == 0 ? dueAt : Math.min(dueAt, due);
        if (accumulator.isFull() || accumulator.bytes() > engine.maxBytes()) {
            seal();
        }
        return true;
    }

    /** Submits the batch, which must not be empty. */
    void seal() {
        PermitRequest waiting = request;
        request = null;
        if (waiting != null) {
            engine.redeem(waiting, sealed());
        } else {
            engine.request(PermitRequest.of(sealed()));
        }
    }

    private OutboundBatch sealed() {
        int size = accumulator.size();
        leisurely = acceptedAt[size - 1] - acceptedAt[0] >= BRISK;
        engine.sealed(size);
        OutboundBatch batch = outbound();
        limitBytes(engine.maxBytes());
        return batch;
    }

    /** Seals the batch if its turn has come. */
    void sealIfGranted() {
        if (request != null && request.isGranted()) {
            seal();
        }
    }

    /** Seals the batch or requests a permit for it, as the time demands, or sees to it that it is looked at again. */
    void sealWhenTimeHasCome(long now, boolean last) {
        if (isEmpty()) {
            return;
        }
        long waited = now - acceptedAt[0];
        if (last || due - now <= 0 || engine.isClosed()) {
            seal();
        } else if (waited < lingerNanos) {
            linger.set(now, lingerNanos - waited);
        } else {
            if (request == null) {
                request = PermitRequest.ofOpenBatch(owner, acceptedAt[0]);
                engine.request(request);
            }
            deadline.set(now, due - now);
        }
    }

    /** Gives up its place in the queue, and what it holds; null when that is nothing. */
    @Nullable
    OutboundBatch discard() {
        PermitRequest waiting = request;
        if (waiting != null) {
            request = null;
            engine.redeem(waiting, null);
        }
        return isEmpty() ? null : outbound();
    }

    /** Lets go of what its timers would wake. */
    void stop() {
        linger.stop();
        deadline.stop();
    }

    private OutboundBatch outbound() {
        int size = accumulator.size();
        boolean full = size == maxEvents;
        OutboundBatch batch = new OutboundBatch(
                owner,
                flushTracker.current(),
                accumulator.seal(),
                full ? sources : Arrays.copyOf(sources, size),
                full ? acceptedAt : Arrays.copyOf(acceptedAt, size));
        if (full) {
            sources = new Object[maxEvents];
            acceptedAt = new long[maxEvents];
        } else {
            Arrays.fill(sources, 0, size, null);
        }
        return batch;
    }

    /** Keeps the batches to come to what the provider takes; only while the batch is empty. */
    private void limitBytes(int maxBytes) {
        int most = Math.min(maxBytes, configured.maxBytes());
        if (most != limits.maxBytes()) {
            limits = most == configured.maxBytes() ? configured : BatchLimits.of(maxEvents, most);
            accumulator = BatchAccumulator.of(limits);
        }
    }
}
