package io.leadflux.reactor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jctools.queues.atomic.MpscChunkedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue behind an {@link EventSink}: many producers, one consumer, and producers that may take out the oldest
 * where the policy lets them.
 *
 * <p>One counter bounds it: whether it is closed in the top bit, events in the upper bits, bytes in the lower. So an offer
 * costs one atomic addition and one place in the array, and who has made a reservation is certain to be taken out.
 */
final class SinkQueue {

    /** How many places are made at a time, so that a client that is seldom used stays small. */
    private static final int CHUNK = 512;

    private static final long CLOSED = Long.MIN_VALUE;
    private static final int BYTE_BITS = 40;
    private static final long ONE_EVENT = 1L << BYTE_BITS;
    private static final long BYTE_MASK = ONE_EVENT - 1;

    private final int maxEvents;
    private final long maxBytes;
    private final OverflowPolicy policy;
    private final Lane leads;
    private final Lane views;
    private final AtomicLong load = new AtomicLong();

    /** What the consumer has taken out whose room it has not given back; counted as in {@link #load}. */
    private final AtomicLong kept = new AtomicLong();

    /** What the consumer has taken out since it last told, and what of that keeps its room. */
    private long taken;

    private long takenToKeep;

    /** The two queues of JCTools by what both have. */
    private interface Lane {
        boolean offer(SinkEntry entry);

        @Nullable
        SinkEntry poll();

        boolean isEmpty();

        /** How many entries were ever put in. */
        long offered();

        /** How many were ever taken out. */
        long taken();

        static Lane of(MpscChunkedAtomicArrayQueue<SinkEntry> queue) {
            return new Lane() {
                @Override
                public boolean offer(SinkEntry entry) {
                    return queue.offer(entry);
                }

                @Override
                public @Nullable SinkEntry poll() {
                    return queue.poll();
                }

                @Override
                public boolean isEmpty() {
                    return queue.isEmpty();
                }

                @Override
                public long offered() {
                    return queue.currentProducerIndex();
                }

                @Override
                public long taken() {
                    return queue.currentConsumerIndex();
                }
            };
        }

        static Lane of(MpmcAtomicArrayQueue<SinkEntry> queue) {
            return new Lane() {
                @Override
                public boolean offer(SinkEntry entry) {
                    return queue.offer(entry);
                }

                @Override
                public @Nullable SinkEntry poll() {
                    return queue.poll();
                }

                @Override
                public boolean isEmpty() {
                    return queue.isEmpty();
                }

                @Override
                public long offered() {
                    return queue.currentProducerIndex();
                }

                @Override
                public long taken() {
                    return queue.currentConsumerIndex();
                }
            };
        }
    }

    SinkQueue(int maxEvents, long maxBytes, OverflowPolicy policy) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.policy = policy;
        if (policy == OverflowPolicy.REJECT_NEWEST) {
            int chunk = Math.min(CHUNK, maxEvents);
            this.leads = Lane.of(new MpscChunkedAtomicArrayQueue<>(chunk, Math.max(maxEvents, 2 * chunk)));
            this.views = leads;
        } else {
            this.leads = Lane.of(new MpmcAtomicArrayQueue<>(maxEvents));
            this.views = Lane.of(new MpmcAtomicArrayQueue<>(maxEvents));
        }
    }

    /**
     * Queues {@code entry} if the queue is not closed and there is room or room can be made.
     *
     * @param dropped is given every entry that had to make way
     */
    EmitResult offer(SinkEntry entry, Consumer<SinkEntry> dropped) {
        if (entry.bytes > maxBytes) {
            return isClosed() ? EmitResult.CLOSED : EmitResult.OVERFLOW;
        }
        EmitResult reserved = reserve(entry.bytes);
        if (reserved == EmitResult.OVERFLOW && policy != OverflowPolicy.REJECT_NEWEST) {
            reserved = takeOver(entry, dropped);
        }
        if (reserved != EmitResult.OK) {
            return reserved;
        }
        Lane lane = entry.isLead() ? leads : views;
        while (!lane.offer(entry)) {
            Thread.onSpinWait();
        }
        return EmitResult.OK;
    }

    /** Looks before it adds: who is turned away over and over must not take the room of others meanwhile. */
    private EmitResult reserve(int bytes) {
        EmitResult room = room(load.get() + ONE_EVENT + bytes);
        if (room == EmitResult.OK) {
            room = room(load.addAndGet(ONE_EVENT + bytes));
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
        long after = load + kept.get();
        boolean fits = events(after) <= maxEvents && (after & BYTE_MASK) <= maxBytes;
        return fits ? EmitResult.OK : EmitResult.OVERFLOW;
    }

    /** Makes others make way and keeps their room for {@code entry}, so that nobody can come between. */
    private EmitResult takeOver(SinkEntry entry, Consumer<SinkEntry> dropped) {
        long kept = 0;
        for (SinkEntry victim = victimOf(entry); victim != null; victim = victimOf(entry)) {
            if (kept != 0) {
                load.addAndGet(-ONE_EVENT);
            }
            kept += victim.bytes;
            dropped.accept(victim);
            if (adjust(entry.bytes - kept)) {
                return EmitResult.OK;
            }
        }
        if (kept != 0) {
            load.addAndGet(-ONE_EVENT - kept);
        }
        return reserve(entry.bytes);
    }

    private boolean adjust(long bytes) {
        long after = load.addAndGet(bytes);
        if (bytes <= 0 || (after & BYTE_MASK) <= maxBytes) {
            return true;
        }
        load.addAndGet(-bytes);
        return false;
    }

    private void release(int bytes) {
        load.addAndGet(-ONE_EVENT - bytes);
    }

    private @Nullable SinkEntry victimOf(SinkEntry entry) {
        return switch (policy) {
            case REJECT_NEWEST -> null;
            case PREFER_LEADS -> entry.isLead() ? views.poll() : null;
            case DROP_OLDEST -> {
                SinkEntry view = views.poll();
                yield view == null && entry.isLead() ? leads.poll() : view;
            }
        };
    }

    /** Whether no entry ever has to make way for another, so that nothing is lost when all are taken out early. */
    boolean isFirstComeFirstServed() {
        return policy == OverflowPolicy.REJECT_NEWEST;
    }

    /**
     * The next entry, leads first where they have a queue of their own. {@link #release()} makes it known, so that a run costs
     * the counter, which all producers change too, one addition. For the consumer only.
     *
     * @param keepRoom whether the entry's room is given back only by {@link #giveBack}; where no entry has to make way
     */
    @Nullable
    SinkEntry poll(boolean keepRoom) {
        SinkEntry entry = leads.poll();
        if (entry == null && views != leads) {
            entry = views.poll();
        }
        if (entry != null) {
            taken += ONE_EVENT + entry.bytes;
            if (keepRoom) {
                takenToKeep += ONE_EVENT + entry.bytes;
            }
        }
        return entry;
    }

    /** Gives back the room of all that was polled, but for what keeps it. For the consumer only. */
    void release() {
        if (takenToKeep != 0) {
            kept.addAndGet(takenToKeep);
            takenToKeep = 0;
        }
        if (taken != 0) {
            load.addAndGet(-taken);
            taken = 0;
        }
    }

    /** Gives back the room of {@code count} entries that were to keep it, each as large as they are on average. */
    void giveBack(long count) {
        long now = kept.get();
        long all = events(now);
        if (all <= count) {
            kept.set(0);
        } else {
            kept.set(now - count * ONE_EVENT - (now & BYTE_MASK) / all * count);
        }
    }

    /** Takes no more; what has been reserved still comes. */
    void close() {
        load.updateAndGet(now -> now | CLOSED);
    }

    boolean isClosed() {
        return load.get() < 0;
    }

    boolean isEmpty() {
        return leads.isEmpty() && views.isEmpty();
    }

    /** A place in the queue, in front of which stands all that was queued when it was taken. */
    record Place(long leads, long views) {}

    /** The place behind all that is queued now. */
    Place end() {
        return new Place(leads.offered(), views.offered());
    }

    /** Whether all that stood in front of {@code place} has left the queue, whoever took it. */
    boolean hasPassed(Place place) {
        return leads.taken() >= place.leads && views.taken() >= place.views;
    }

    /** Whether nothing is to be taken out, nor about to be. */
    boolean isDrained() {
        return events(load.get()) == 0;
    }

    /** Whether so many events are to be taken out, or half of what it may hold. */
    boolean isWorthALook(int enough) {
        long now = load.get();
        int events = events(now);
        return events >= enough || 2L * events >= maxEvents || 2 * (now & BYTE_MASK) >= maxBytes;
    }

    /** Events that take room, those whose offer is under way included; 0 to the bound. */
    int events() {
        return Math.min(events(load.get()) + events(kept.get()), maxEvents);
    }

    private static int events(long load) {
        return (int) ((load & Long.MAX_VALUE) >>> BYTE_BITS);
    }

    /** Bytes that take room, estimated; 0 to the bound. */
    long bytes() {
        return Math.min((load.get() & BYTE_MASK) + (kept.get() & BYTE_MASK), maxBytes);
    }
}
