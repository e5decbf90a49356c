package io.leadflux.reactor;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue behind an {@link EventSink}: many producers, one consumer, and producers that may take out the oldest
 * where the policy lets them.
 *
 * <p>One counter bounds it: whether it is closed in the top bit, events in the upper bits, bytes in the lower. So an offer
 * costs one atomic addition for the room and one for the place, and who has made a reservation is certain to be taken out.
 */
final class SinkQueue {

    private static final long CLOSED = Long.MIN_VALUE;
    private static final int BYTE_BITS = 40;
    private static final long ONE_EVENT = 1L << BYTE_BITS;
    private static final long BYTE_MASK = ONE_EVENT - 1;

    /**
     * Counters that different threads change stand so far apart that no two share a line of a processor's cache, or each would
     * wait for the other. What one thread changes at one go stands together.
     */
    private static final int APART = 16;

    /** All that is reserved; every producer changes it, and with it the next two. */
    private static final int LOAD = APART;

    private static final int LEADS_PRODUCED = LOAD + 1;
    private static final int VIEWS_PRODUCED = LOAD + 2;

    /** How many producers are making an entry make way, and have not told it yet. */
    private static final int EVICTING = LOAD + 3;

    private static final int LEADS_CONSUMED = 2 * APART;
    private static final int VIEWS_CONSUMED = LEADS_CONSUMED + 1;

    /** For the consumer alone: the room of what it has taken out since it last gave room back. */
    private static final int UNPUBLISHED = LEADS_CONSUMED + 2;

    /** For the consumer alone: how many it has ever taken out. */
    private static final int POLLED = LEADS_CONSUMED + 3;

    private final int maxEvents;
    private final long maxBytes;
    private final OverflowPolicy policy;
    private final SegmentedQueue leads;
    private final SegmentedQueue views;
    private final AtomicLongArray counters = new AtomicLongArray(3 * APART);

    SinkQueue(SinkOptions options) {
        this.maxEvents = options.events();
        this.maxBytes = options.bytes();
        this.policy = options.overflow();
        boolean noEviction = policy == OverflowPolicy.REJECT_NEWEST;
        this.leads = new SegmentedQueue(maxEvents, counters, LEADS_PRODUCED, LEADS_CONSUMED, noEviction);
        this.views = new SegmentedQueue(maxEvents, counters, VIEWS_PRODUCED, VIEWS_CONSUMED, noEviction);
    }

    /**
     * Queues {@code entry} if the queue is not closed and there is room or room can be made.
     *
     * @param evicted is given every entry that had to make way
     */
    EmitResult offer(SinkEntry entry, Consumer<SinkEntry> evicted) {
        int bytes = entry.bytes();
        if (bytes > maxBytes) {
            return isClosed() ? EmitResult.CLOSED : EmitResult.OVERFLOW;
        }
        EmitResult reserved = reserve(bytes);
        if (reserved == EmitResult.OVERFLOW && policy != OverflowPolicy.REJECT_NEWEST) {
            reserved = takeOver(entry, evicted);
        }
        if (reserved == EmitResult.OK) {
            (entry.isLead() ? leads : views).put(entry);
        }
        return reserved;
    }

    /** Looks before it adds: who is turned away over and over must not take the room of others meanwhile. */
    private EmitResult reserve(int bytes) {
        EmitResult room = room(counters.get(LOAD) + ONE_EVENT + bytes);
        if (room == EmitResult.OK) {
            room = room(counters.addAndGet(LOAD, ONE_EVENT + bytes));
            if (room != EmitResult.OK) {
                release(bytes);
            }
        }
        return room;
    }

    private EmitResult room(long load) {
        if (load < 0) {
            return EmitResult.CLOSED;
        }
        boolean fits = events(load) <= maxEvents && (load & BYTE_MASK) <= maxBytes;
        return fits ? EmitResult.OK : EmitResult.OVERFLOW;
    }

    /** Makes others make way and keeps their room for the newcomer, so that nobody can come between. */
    private EmitResult takeOver(SinkEntry entry, Consumer<SinkEntry> evicted) {
        int bytes = entry.bytes();
        long kept = 0;
        for (long freed = evict(entry, evicted); freed != 0; freed = evict(entry, evicted)) {
            if (kept != 0) {
                add(LOAD, -ONE_EVENT);
            }
            kept += freed;
            if (adjust(bytes - kept)) {
                return EmitResult.OK;
            }
        }
        if (kept != 0) {
            add(LOAD, -ONE_EVENT - kept);
        }
        return reserve(bytes);
    }

    /** Takes out one that has to make way, and tells it; returns its bytes, 0 when there is none. */
    private int evict(SinkEntry entry, Consumer<SinkEntry> evicted) {
        add(EVICTING, 1);
        SinkEntry victim = victimOf(entry);
        if (victim != null) {
            evicted.accept(victim);
        }
        add(EVICTING, -1);
        return victim == null ? 0 : victim.bytes();
    }

    private boolean adjust(long bytes) {
        long after = counters.addAndGet(LOAD, bytes);
        if (bytes <= 0 || (after & BYTE_MASK) <= maxBytes) {
            return true;
        }
        add(LOAD, -bytes);
        return false;
    }

    private void add(int counter, long amount) {
        counters.getAndAdd(counter, amount);
    }

    private void release(int bytes) {
        add(LOAD, -ONE_EVENT - bytes);
    }

    private @Nullable SinkEntry victimOf(SinkEntry entry) {
        return switch (policy) {
            case REJECT_NEWEST -> null;
            case PREFER_LEADS -> entry.isLead() ? oldest(views) : null;
            case DROP_OLDEST -> {
                SinkEntry view = oldest(views);
                yield view == null && entry.isLead() ? oldest(leads) : view;
            }
        };
    }

    /** Waits for one that is about to be there: a lead is not to be turned away because a view is still on its way in. */
    private static @Nullable SinkEntry oldest(SegmentedQueue lane) {
        SinkEntry entry = lane.poll();
        while (entry == null && !lane.isDrained()) {
            entry = lane.poll();
        }
        return entry;
    }

    /**
     * The next entry, in the order of arrival. {@link #release()} gives back its room, so that a run costs the counter, which
     * all producers change too, one addition. For the consumer only.
     */
    @Nullable
    SinkEntry poll() {
        SinkEntry entry = pollOlder();
        if (entry != null) {
            noteTaken(entry);
            counters.setPlain(POLLED, counters.getPlain(POLLED) + 1);
        }
        return entry;
    }

    private void noteTaken(SinkEntry entry) {
        counters.setPlain(UNPUBLISHED, counters.getPlain(UNPUBLISHED) + ONE_EVENT + entry.bytes());
    }

    /**
     * The next lead that came in at or before {@code leadsUntil}, or else the next page view that came in at or before {@code
     * viewsUntil}; null when there is none. It does not count as {@linkplain #polled() polled}. For the consumer only.
     */
    @Nullable
    SinkEntry pollOverdue(long leadsUntil, long viewsUntil) {
        SinkEntry overdue = pollUntil(leads, leadsUntil);
        if (overdue == null) {
            overdue = pollUntil(views, viewsUntil);
        }
        return overdue;
    }

    private @Nullable SinkEntry pollUntil(SegmentedQueue lane, long instant) {
        SinkEntry head = lane.peek();
        if (head == null || head.arrivedAt(0) - instant > 0) {
            return null;
        }
        SinkEntry taken = lane.poll();
        if (taken != null) {
            noteTaken(taken);
        }
        return taken;
    }

    /** When the next lead came in; {@code now} when there is none. For the consumer only. */
    long nextLeadAt(long now) {
        return nextAt(leads, now);
    }

    /** When the next page view came in; {@code now} when there is none. For the consumer only. */
    long nextViewAt(long now) {
        return nextAt(views, now);
    }

    private static long nextAt(SegmentedQueue lane, long now) {
        SinkEntry head = lane.peek();
        return head == null ? now : head.arrivedAt(now);
    }

    private @Nullable SinkEntry pollOlder() {
        SinkEntry lead = leads.peek();
        SinkEntry view = views.peek();
        boolean leadIsOlder = view == null || (lead != null && lead.arrivedAt(0) - view.arrivedAt(0) <= 0);
        SinkEntry older = (leadIsOlder ? leads : views).poll();
        return older == null ? (leadIsOlder ? views : leads).poll() : older;
    }

    /** How many entries were ever polled. For the consumer only. */
    long polled() {
        return counters.getPlain(POLLED);
    }

    /** Gives back the room of all that was polled. For the consumer only. */
    void release() {
        long unpublished = counters.getPlain(UNPUBLISHED);
        if (unpublished != 0) {
            add(LOAD, -unpublished);
            counters.setPlain(UNPUBLISHED, 0);
        }
    }

    /** Takes no more; what has been reserved still comes. */
    void close() {
        counters.updateAndGet(LOAD, now -> now | CLOSED);
    }

    boolean isClosed() {
        return counters.get(LOAD) < 0;
    }

    /** Whether {@link #poll} would find nothing; something may be about to come. */
    boolean isEmpty() {
        return leads.isEmpty() && views.isEmpty();
    }

    /** A place in the queue, in front of which stands all that was queued when it was taken. */
    record Place(long leads, long views) {}

    /** The place behind all that is queued now. */
    Place end() {
        return new Place(leads.producerIndex(), views.producerIndex());
    }

    /** Whether all that stood in front of {@code place} has left the queue, and each that was evicted has been told. */
    boolean hasPassed(Place place) {
        return leads.consumerIndex() >= place.leads
                && views.consumerIndex() >= place.views
                && counters.get(EVICTING) == 0;
    }

    /** Whether nothing is to be taken out, nor about to be, and each that was evicted has been told. */
    boolean isDrained() {
        return events(counters.get(LOAD)) == 0;
    }

    /** Whether so many events are to be taken out, or half of what it may hold. */
    boolean shouldWake(int enough) {
        long now = counters.get(LOAD);
        int events = events(now);
        return events >= enough || 2L * events >= maxEvents || 2 * (now & BYTE_MASK) >= maxBytes;
    }

    /** Events that take room, those whose offer is under way included; 0 to the bound. */
    int events() {
        return Math.min(events(counters.get(LOAD)), maxEvents);
    }

    private static int events(long load) {
        return (int) ((load & Long.MAX_VALUE) >>> BYTE_BITS);
    }

    /** Bytes that take room, estimated; 0 to the bound. */
    long bytes() {
        return Math.min(counters.get(LOAD) & BYTE_MASK, maxBytes);
    }
}
