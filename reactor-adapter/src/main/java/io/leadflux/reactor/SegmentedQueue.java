package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a sink in the order in which they came. Any thread may put in; one takes out, or any where the queue is so
 * made.
 *
 * <pre>
 * Slots are numbered without end. A producer draws the next number, which takes one addition, and fills the slot. Until then
 * nothing can be taken out, though later slots may be filled: no one waits for a thread that was held up between the two.
 * Filling a slot is a volatile write, so that a producer that reads afterwards what the consumer said before it looked sees it.
 *
 * The slots are in segments, each made when the one before is half used, and forgotten when its last slot has been emptied.
 * So a queue holds as much memory as its entries need, and nothing is ever put where something was before. A segment takes 4
 * bytes for each slot, and is young: the collector has less to do for it than for slots that stay.
 * </pre>
 *
 * <p>It does not bound itself: no more than its capacity may be between the producers that have begun and the consumers that
 * are done.
 */
final class SegmentedQueue {

    private static final int SLOTS = 256;
    private static final int LAST_SLOT = SLOTS - 1;
    private static final int MIDDLE_SLOT = SLOTS / 2;

    /** A run of slots. */
    private static final class Segment {

        private final long first;
        private final AtomicReferenceArray<@Nullable SinkEntry> entries = new AtomicReferenceArray<>(SLOTS);

        Segment(long first) {
            this.first = first;
        }
    }

    private final AtomicReferenceArray<@Nullable Segment> segments;
    private final AtomicLongArray counters;
    private final int producerIndex;
    private final int consumerIndex;
    private final boolean singleConsumer;

    /**
     * @param capacity the most that is ever in the lane
     * @param counters where the lane keeps its two counters
     * @param producerIndex the index of the counter that all who put in change
     * @param consumerIndex the index of the counter of those who take out
     * @param singleConsumer whether one thread alone takes out, or several one after another
     */
    SegmentedQueue(
            int capacity, AtomicLongArray counters, int producerIndex, int consumerIndex, boolean singleConsumer) {
        int spanned = capacity / SLOTS + 3;
        this.segments = new AtomicReferenceArray<>(Integer.highestOneBit(spanned - 1) << 1);
        this.counters = counters;
        this.producerIndex = producerIndex;
        this.consumerIndex = consumerIndex;
        this.singleConsumer = singleConsumer;
    }

    void put(SinkEntry entry) {
        long number = counters.getAndIncrement(producerIndex);
        Segment segment = segmentOf(number);
        int slot = slotOf(number);
        if (slot == MIDDLE_SLOT) {
            segmentOf(number + SLOTS);
        }
        segment.entries.set(slot, entry);
    }

    private static int slotOf(long number) {
        return (int) number & LAST_SLOT;
    }

    private static long firstOf(long number) {
        return number & -SLOTS;
    }

    /**
     * Makes the segment unless it is there. Only while a slot before its end is still to be filled, so that it cannot have been
     * forgotten again; what is where it belongs was emptied a whole round ago then, and its consumer is late to forget it.
     */
    private Segment segmentOf(long number) {
        long first = firstOf(number);
        int index = indexOf(number);
        Segment segment = segments.get(index);
        while (segment == null || segment.first != first) {
            Segment made = new Segment(first);
            segment = segments.compareAndSet(index, segment, made) ? made : segments.get(index);
        }
        return segment;
    }

    private int indexOf(long number) {
        return (int) (number / SLOTS) & (segments.length() - 1);
    }

    /** Takes out the oldest; null when nothing is there, or the oldest is not there yet. */
    @Nullable
    SinkEntry poll() {
        while (true) {
            long number = counters.get(consumerIndex);
            Segment segment = existingSegmentOf(number);
            SinkEntry entry = segment == null ? null : segment.entries.get(slotOf(number));
            if (entry == null && counters.get(consumerIndex) == number) {
                return null;
            }
            if (entry != null && claim(number)) {
                forget(requireNonNull(segment), number);
                return entry;
            }
        }
    }

    /** The oldest, which stays; null when nothing is there, or the oldest is not there yet. */
    @Nullable
    SinkEntry peek() {
        long number = counters.get(consumerIndex);
        Segment segment = existingSegmentOf(number);
        return segment == null ? null : segment.entries.get(slotOf(number));
    }

    private @Nullable Segment existingSegmentOf(long number) {
        Segment segment = segments.get(indexOf(number));
        return segment != null && segment.first == firstOf(number) ? segment : null;
    }

    /** Empties a slot that has been claimed, and forgets a segment with its last. */
    private void forget(Segment segment, long number) {
        int slot = slotOf(number);
        segment.entries.setPlain(slot, null);
        if (slot == LAST_SLOT) {
            segments.compareAndSet(indexOf(number), segment, null);
        }
    }

    private boolean claim(long number) {
        if (singleConsumer) {
            counters.setRelease(consumerIndex, number + 1);
            return true;
        }
        return counters.compareAndSet(consumerIndex, number, number + 1);
    }

    /** Whether {@link #poll} would find nothing. */
    boolean isEmpty() {
        while (true) {
            long number = counters.get(consumerIndex);
            Segment segment = existingSegmentOf(number);
            if (segment != null && segment.entries.get(slotOf(number)) != null) {
                return false;
            }
            if (counters.get(consumerIndex) == number) {
                return true;
            }
        }
    }

    /** Whether nothing is there nor about to be. */
    boolean isDrained() {
        long number = counters.get(consumerIndex);
        return counters.get(producerIndex) == number;
    }

    /** How many were ever put in, or are about to be. */
    long producerIndex() {
        return counters.get(producerIndex);
    }

    /** How many were ever taken out. */
    long consumerIndex() {
        return counters.get(consumerIndex);
    }
}
