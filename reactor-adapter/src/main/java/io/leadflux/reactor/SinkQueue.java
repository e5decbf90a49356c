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

    private static final int LEADS_DRAWN = LOAD + 1;
    private static final int VIEWS_DRAWN = LOAD + 2;

    /** How many producers are making an entry make way, and have not told it yet. */
    private static final int MAKING_WAY = LOAD + 3;

    /** What the consumer has taken out whose room it has not given back; counted as in {@link #LOAD}. */
    private static final int KEPT = 2 * APART;

    private static final int LEADS_TAKEN = 3 * APART;
    private static final int VIEWS_TAKEN = LEADS_TAKEN + 1;

    /** For the consumer alone: what it has taken out since it last told, and what of that keeps its room. */
    private static final int UNTOLD = LEADS_TAKEN + 2;

    private static final int UNTOLD_TO_KEEP = LEADS_TAKEN + 3;

    /** For the consumer alone: how many it has ever taken out. */
    private static final int POLLED = LEADS_TAKEN + 4;

    private final int maxEvents;
    private final long maxBytes;
    private final OverflowPolicy policy;
    private final SinkLane leads;
    private final SinkLane views;
    private final AtomicLongArray counters = new AtomicLongArray(4 * APART);

    SinkQueue(int maxEvents, long maxBytes, OverflowPolicy policy) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.policy = policy;
        boolean noneMakesWay = policy == OverflowPolicy.REJECT_NEWEST;
        this.leads = new SinkLane(maxEvents, counters, LEADS_DRAWN, LEADS_TAKEN, noneMakesWay);
        this.views = noneMakesWay ? leads : new SinkLane(maxEvents, counters, VIEWS_DRAWN, VIEWS_TAKEN, false);
    }

    /**
     * Queues {@code entry} if the queue is not closed and there is room or room can be made.
     *
     * @param dropped is given every entry that had to make way
     */
    EmitResult offer(SinkEntry entry, Consumer<SinkEntry> dropped) {
        int bytes = entry.bytes();
        if (bytes > maxBytes) {
            return isClosed() ? EmitResult.CLOSED : EmitResult.OVERFLOW;
        }
        EmitResult reserved = reserve(bytes);
        if (reserved == EmitResult.OVERFLOW && policy != OverflowPolicy.REJECT_NEWEST) {
            reserved = takeOver(entry, dropped);
        }
        if (reserved == EmitResult.OK) {
            (entry.isLead() ? leads : views).put(entry);
        }
        return reserved;
    }

    /** Whether an entry of so many bytes would find room now; when others come first, it may not. */
    boolean hasRoom(int bytes) {
        return room(counters.get(LOAD) + ONE_EVENT + bytes) == EmitResult.OK;
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

    /** @param load read before what is kept, so that an entry on its way from the one to the other counts twice, if at all */
    private EmitResult room(long load) {
        if (load < 0) {
            return EmitResult.CLOSED;
        }
        long after = load + counters.get(KEPT);
        boolean fits = events(after) <= maxEvents && (after & BYTE_MASK) <= maxBytes;
        return fits ? EmitResult.OK : EmitResult.OVERFLOW;
    }

    /** Makes others make way and keeps their room for the newcomer, so that nobody can come between. */
    private EmitResult takeOver(SinkEntry entry, Consumer<SinkEntry> dropped) {
        int bytes = entry.bytes();
        long kept = 0;
        for (long freed = makeWay(entry, dropped); freed != 0; freed = makeWay(entry, dropped)) {
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
    private int makeWay(SinkEntry entry, Consumer<SinkEntry> dropped) {
        add(MAKING_WAY, 1);
        SinkEntry victim = victimOf(entry);
        if (victim != null) {
            dropped.accept(victim);
        }
        add(MAKING_WAY, -1);
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
    private static @Nullable SinkEntry oldest(SinkLane lane) {
        SinkEntry entry = lane.take();
        while (entry == null && !lane.isDrained()) {
            entry = lane.take();
        }
        return entry;
    }

    /** Whether no entry ever has to make way for another, so that nothing is lost when all are taken out early. */
    boolean isFirstComeFirstServed() {
        return policy == OverflowPolicy.REJECT_NEWEST;
    }

    /**
     * The next entry, leads first where they have a lane of their own. {@link #release()} makes it known, so that a run costs
     * the counter, which all producers change too, one addition. For the consumer only.
     *
     * @param keepRoom whether the entry's room is given back only by {@link #giveBack}; where no entry has to make way
     */
    @Nullable
    SinkEntry poll(boolean keepRoom) {
        SinkEntry entry = leads.take();
        if (entry == null && views != leads) {
            entry = views.take();
        }
        if (entry != null) {
            long room = ONE_EVENT + entry.bytes();
            counters.setPlain(UNTOLD, counters.getPlain(UNTOLD) + room);
            counters.setPlain(POLLED, counters.getPlain(POLLED) + 1);
            if (keepRoom) {
                counters.setPlain(UNTOLD_TO_KEEP, counters.getPlain(UNTOLD_TO_KEEP) + room);
            }
        }
        return entry;
    }

    /** How many entries were ever polled. For the consumer only. */
    long polled() {
        return counters.getPlain(POLLED);
    }

    /** Gives back the room of all that was polled, but for what keeps it. For the consumer only. */
    void release() {
        long toKeep = counters.getPlain(UNTOLD_TO_KEEP);
        if (toKeep != 0) {
            add(KEPT, toKeep);
            counters.setPlain(UNTOLD_TO_KEEP, 0);
        }
        long untold = counters.getPlain(UNTOLD);
        if (untold != 0) {
            add(LOAD, -untold);
            counters.setPlain(UNTOLD, 0);
        }
    }

    /** Gives back the room of {@code count} entries that were to keep it, each as large as they are on average. */
    void giveBack(long count) {
        long now = counters.get(KEPT);
        long all = events(now);
        if (all <= count) {
            counters.set(KEPT, 0);
        } else {
            counters.set(KEPT, now - count * ONE_EVENT - (now & BYTE_MASK) / all * count);
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
        return new Place(leads.drawn(), views.drawn());
    }

    /** Whether all that stood in front of {@code place} has left the queue, and whoever had to make way has been told. */
    boolean hasPassed(Place place) {
        return leads.taken() >= place.leads && views.taken() >= place.views && counters.get(MAKING_WAY) == 0;
    }

    /** Whether nothing is to be taken out, nor about to be, and whoever had to make way has been told. */
    boolean isDrained() {
        return events(counters.get(LOAD)) == 0;
    }

    /** Whether so many events are to be taken out, or half of what it may hold. */
    boolean isWorthALook(int enough) {
        long now = counters.get(LOAD);
        int events = events(now);
        return events >= enough || 2L * events >= maxEvents || 2 * (now & BYTE_MASK) >= maxBytes;
    }

    /** Events that take room, those whose offer is under way included; 0 to the bound. */
    int events() {
        return Math.min(events(counters.get(LOAD)) + events(counters.get(KEPT)), maxEvents);
    }

    private static int events(long load) {
        return (int) ((load & Long.MAX_VALUE) >>> BYTE_BITS);
    }

    /** Bytes that take room, estimated; 0 to the bound. */
    long bytes() {
        return Math.min((counters.get(LOAD) & BYTE_MASK) + (counters.get(KEPT) & BYTE_MASK), maxBytes);
    }
}
