package io.leadflux.reactor.store;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a segment: counts, and one bit for each record once one of them has been acknowledged. Belongs to the
 * writer.
 */
final class Segment {

    /** In an entry of the side log: the record has its result. Otherwise the low half is how often it was sent. */
    static final int FINAL = 1 << 31;

    static final int MAY_BE_DUPLICATE = 1 << 30;

    /** An entry that is to go into the side log. */
    record Entry(int delta, int state) {}

    SegmentName name;
    /** When this process began it, by the monotonic clock. */
    final long begunAt;

    /** The bytes that are durable. What the file has beyond them is not part of the segment. */
    long size;

    /** Durable records, those of them that are not final, and those of these that are in nobody's hands. */
    int records;

    int live;
    int unread;
    /** The highest number of a durable record; below the first when there is none. */
    long last;

    long oldestArrival = Long.MAX_VALUE;
    long newestArrival = Long.MIN_VALUE;
    private @Nullable BitSet settled;
    /** Not durable yet. */
    List<Entry> pending = new ArrayList<>();
    /** The side log that is written to next, and how long it is. */
    int sideLog;

    long sideLogSize;
    /** Those that hold something, and their bytes. */
    final Set<Integer> sideLogs = new TreeSet<>();

    long sideLogBytes;
    /** Files of earlier generations, which go when the name of this one is durable. */
    final List<String> superseded = new ArrayList<>();
    /** An fsync of it failed, so that what is live has to be written once more. */
    boolean abandoned;
    /** Its file may hold more than counts: what was refused after it had been written. */
    boolean ragged;
    /** Some of it could not be read when the store was opened, so that more may be live than is known: it stays. */
    boolean suspect;
    /** How often it could not be read when it was to be dropped. */
    int unreadableDrops;

    Segment(SegmentName name, long begunAt) {
        this.name = name;
        this.begunAt = begunAt;
        this.last = name.first() - 1;
    }

    /** A record is durable. */
    void added(long number, long arrivedAt) {
        records++;
        live++;
        last = Math.max(last, number);
        oldestArrival = Math.min(oldestArrival, arrivedAt);
        newestArrival = Math.max(newestArrival, arrivedAt);
    }

    boolean contains(long number) {
        return number >= name.first() && number <= last;
    }

    int delta(long number) {
        return (int) (number - name.first());
    }

    boolean isSettled(long number) {
        return settled != null && settled.get(delta(number));
    }

    /** Notes that a record is final; false when it was. */
    boolean settle(long number) {
        BitSet bits = settled;
        if (bits == null) {
            bits = new BitSet();
            settled = bits;
        }
        if (bits.get(delta(number))) {
            return false;
        }
        bits.set(delta(number));
        return true;
    }
}
