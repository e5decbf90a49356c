package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one event name, so that page views can give way to leads whole segments at a time. New records go to the
 * active segment; the others only lose records. Belongs to the writer.
 */
final class EventLog {

    private static final int BUFFER = 256 * 1024;
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int SMALL = 1024 * 1024;

    final EventName name;
    private final StoreContext context;
    private final StoreDirectory directory;
    private final StoreRoom room;
    private final SegmentRewriter rewriter;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    final SegmentReader reader;
    private @Nullable ByteBuffer buffer;
    private @Nullable SegmentWriter active;
    private long nextNumber;
    private long lastCommit;

    EventLog(EventName name, StoreContext context, StoreRoom room, SegmentRewriter rewriter) {
        this.name = name;
        this.context = context;
        this.directory = context.directory;
        this.room = room;
        this.rewriter = rewriter;
        this.reader = new SegmentReader(this, context);
    }

    // ---- what was there before

    void recovered(Segment segment) {
        segments.put(segment.name.first(), segment);
    }

    /** Later records must not have the number of any that may be on the disk, damaged or not. */
    void passed(SegmentName segment) {
        nextNumber = Math.max(nextNumber, segment.first() + RecordFormat.MAX_RECORDS);
    }

    long nextNumber() {
        return nextNumber;
    }

    // ---- storing

    /** Stores the events or says of each why not. Those that fit into a segment share its fsync. */
    void commit(List<PendingEvent> group) {
        int from = 0;
        while (from < group.size()) {
            from = commitRun(group, from);
        }
    }

    private int commitRun(List<PendingEvent> group, int from) {
        List<PendingEvent> run = new ArrayList<>();
        int at = from;
        try {
            while (at < group.size() && append(group.get(at), run)) {
                at++;
            }
            if (!run.isEmpty()) {
                sync();
            }
        } catch (IOException failure) {
            context.counters.writeFailures++;
            giveUpUnsynced(failure);
            if (StoreException.isNoSpace(failure) && room.make(this)) {
                return from;
            }
            refuse(group.subList(from, group.size()), StoreException.of(failure));
            return group.size();
        }
        run.forEach(this::stored);
        return at;
    }

    /** Appends an event or refuses it; false when what has been appended must be synced first. */
    private boolean append(PendingEvent pending, List<PendingEvent> run) throws IOException {
        if (pending.stored.isDone()) {
            return true; // refused before, or not wanted any more
        }
        int length = RecordFormat.HEADER + context.cipher.sealedLength(pending.event.encoded.length);
        if (length > context.options.segmentBytes() - RecordFormat.SEGMENT_HEADER) {
            refuse(
                    pending,
                    new StoreException(
                            StoreException.Reason.TOO_LARGE,
                            "an event may have " + context.options.segmentBytes() + " bytes with its record",
                            null));
            return true;
        }
        SegmentWriter writer = active;
        if (writer != null && !fits(writer, length)) {
            if (!run.isEmpty()) {
                return false;
            }
            seal();
            writer = null;
        }
        if (!room.admits(this, length + (writer == null ? RecordFormat.SEGMENT_HEADER : unsynced()))) {
            refuse(
                    pending,
                    new StoreException(
                            StoreException.Reason.FULL,
                            "the store is full: it may have " + context.options.maxBytes() + " bytes",
                            null));
            return true;
        }
        SegmentWriter target = active == null ? begin() : active;
        try {
            pending.number = nextNumber;
            target.append(nextNumber, pending.event, context.cipher);
            nextNumber++;
            run.add(pending);
        } catch (StoreException noKey) {
            refuse(pending, noKey);
        }
        return true;
    }

    private boolean fits(SegmentWriter writer, int length) {
        Segment segment = writer.segment;
        return writer.end() + length <= context.options.segmentBytes()
                && nextNumber - segment.name.first() < RecordFormat.MAX_RECORDS
                && context.nanos.getAsLong() - segment.begunAt
                        < context.options.rollAfter().toNanos();
    }

    /** Bytes that were appended and do not count yet. */
    private long unsynced() {
        SegmentWriter writer = active;
        return writer == null ? 0 : writer.end() - writer.segment.size;
    }

    private SegmentWriter begin() throws IOException {
        // A number that is not used again: a file that could be neither used nor removed has it, too.
        SegmentName fresh =
                new SegmentName(name, nextNumber++, context.options.random().getAsLong(), 0);
        DiskFile file = directory.create(fresh.file());
        Segment segment = new Segment(fresh, context.nanos.getAsLong());
        SegmentWriter writer = new SegmentWriter(segment, file, buffer());
        segments.put(fresh.first(), segment);
        active = writer;
        return writer;
    }

    private ByteBuffer buffer() {
        ByteBuffer existing = buffer;
        if (existing == null) {
            existing = ByteBuffer.allocateDirect(Math.min(BUFFER, context.options.segmentBytes()));
            buffer = existing;
        }
        return existing;
    }

    private void sync() throws IOException {
        SegmentWriter writer = active;
        if (writer != null) {
            long begun = context.nanos.getAsLong();
            directory.used += writer.sync();
            lastCommit = context.nanos.getAsLong();
            context.counters.synced(lastCommit - begun);
        }
    }

    private void stored(PendingEvent pending) {
        SegmentWriter writer = active;
        if (writer == null) {
            throw new IllegalStateException("what is synced has a segment");
        }
        Segment segment = writer.segment;
        segment.added(pending.number, pending.event.arrivedAt);
        context.counters.stored++;
        long sequence = Sequences.of(name, pending.number);
        if (pending.held) {
            context.taken.take(sequence);
        } else {
            segment.unread++;
        }
        if (!pending.stored.complete(sequence) && pending.held) {
            context.taken.forget(sequence); // the caller has gone, so another has to deliver it
            segment.unread++;
            reader.rewind(pending.number);
        }
    }

    private void refuse(List<PendingEvent> events, StoreException why) {
        events.forEach(pending -> refuse(pending, why));
    }

    private void refuse(PendingEvent pending, StoreException why) {
        if (pending.stored.completeExceptionally(why)) {
            context.counters.refused++;
        }
    }

    /**
     * What was written and not synced does not count. After a failed fsync nobody knows what the file holds, and a second
     * fsync would not tell: so what is live in it goes to another one.
     */
    void giveUpUnsynced(IOException failure) {
        SegmentWriter writer = active;
        if (writer == null) {
            return;
        }
        Segment segment = writer.segment;
        if (writer.rollBack() && StoreException.isNoSpace(failure)) {
            return;
        }
        segment.abandoned = true;
        seal();
        rescue(segment);
    }

    /** Writes an abandoned segment once more; if that fails, the next housekeeping tries again. */
    private void rescue(Segment segment) {
        if (segment.live > 0 && rewriter.rewrite(this, segment, number -> true)) {
            segment.abandoned = false;
            segment.ragged = false;
        }
    }

    /** Ends the active segment; it goes at once when nothing in it is live. */
    void seal() {
        SegmentWriter writer = active;
        if (writer != null) {
            active = null;
            writer.settle();
            directory.closeQuietly(writer.file());
            removeIfDone(writer.segment);
        }
    }

    // ---- results

    /** A record has its result, or was given back. */
    void settled(long number, int state) {
        Segment segment = find(number);
        boolean last = (state & Segment.FINAL) != 0;
        if (segment == null || (!last && segment.isSettled(number))) {
            return;
        }
        segment.pending.add(new Segment.Entry(segment.delta(number), state));
        if (!last) {
            segment.unread++;
            reader.rewind(number);
        } else if (segment.settle(number)) {
            segment.live--;
            context.counters.acknowledged++;
            if (!isActive(segment)) {
                removeIfDone(segment);
            }
        }
    }

    private @Nullable Segment find(long number) {
        Map.Entry<Long, Segment> entry = segments.floorEntry(number);
        return entry != null && entry.getValue().contains(number) ? entry.getValue() : null;
    }

    /** Removes a segment of which nothing is live; if that fails, the next housekeeping tries again. */
    boolean removeIfDone(Segment segment) {
        return segment.live == 0 && !segment.suspect && remove(segment);
    }

    private boolean remove(Segment segment) {
        reader.release(segment);
        try {
            directory.remove(segment);
        } catch (IOException failure) {
            context.counters.writeFailures++;
            return false;
        }
        segments.remove(segment.name.first());
        return true;
    }

    /** Removes from a segment that is not active all but what is to be kept; false when it is as it was. */
    boolean erase(Segment segment, LongPredicate keep, long kept) {
        return kept == 0 ? remove(segment) : rewriter.rewrite(this, segment, keep);
    }

    /** Drops a whole segment and tells of each event; false when it is still there. */
    boolean drop(Segment segment, DropReason reason) {
        if (segment.suspect) {
            return false;
        }
        if (isActive(segment)) {
            seal();
        }
        return !holds(segment) || (DroppedEvents.tell(this, segment, reason, context) && remove(segment));
    }

    // ---- housekeeping

    boolean holds(Segment segment) {
        return segments.get(segment.name.first()) == segment;
    }

    boolean isActive(Segment segment) {
        return active != null && active.segment == segment;
    }

    @Nullable
    Segment unreadFrom(long number) {
        Map.Entry<Long, Segment> floor = segments.floorEntry(number);
        long from = floor == null ? number : floor.getKey();
        for (Segment segment : segments.tailMap(from, true).values()) {
            if (segment.unread > 0 && segment.last >= number) {
                return segment;
            }
        }
        return null;
    }

    List<Segment> segments() {
        return new ArrayList<>(segments.values());
    }

    /** Events that are stored and not final. */
    long live() {
        return segments.values().stream().mapToLong(segment -> segment.live).sum();
    }

    /** Whether some of them may have been sent by a process that ended without a word. */
    boolean isInDoubt() {
        return segments.values().stream()
                .anyMatch(segment -> segment.live > 0 && segment.name.first() < context.doubtfulBefore(name));
    }

    /** Those of them that can be read. */
    long unread() {
        return segments.values().stream().mapToLong(segment -> segment.unread).sum();
    }

    /** Entries of side logs that are not durable. */
    long pending() {
        return segments.values().stream()
                .mapToLong(segment -> segment.pending.size())
                .sum();
    }

    /** When the oldest stored event came in, to the nearest segment; {@link Long#MAX_VALUE} when there is none. */
    long oldestArrival() {
        return segments.values().stream()
                .filter(segment -> segment.live > 0)
                .mapToLong(segment -> segment.oldestArrival)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Ends an active segment of which nothing is live any more, and removes what could not be removed before. */
    void tidy(long oldestKept) {
        SegmentWriter writer = active;
        if (writer != null && writer.segment.live == 0) {
            boolean idle = context.nanos.getAsLong() - lastCommit >= IDLE_NANOS;
            if (idle || writer.segment.size >= SMALL) {
                seal();
            }
        }
        for (Segment segment : segments()) {
            removeSuperseded(segment);
            if (segment.records > 0 && segment.newestArrival < oldestKept) {
                drop(segment, DropReason.TOO_OLD);
            } else if (!isActive(segment) && !removeIfDone(segment) && segment.abandoned) {
                rescue(segment);
            }
        }
    }

    private void removeSuperseded(Segment segment) {
        if (!segment.superseded.isEmpty()) {
            try {
                directory.sync();
                directory.removeSuperseded(segment);
            } catch (IOException failure) {
                context.counters.writeFailures++;
            }
        }
    }

    /** Makes acknowledgements and releases durable; false when some are still not. */
    boolean syncAcknowledgements() {
        boolean all = true;
        for (Segment segment : segments.values()) {
            if (!segment.pending.isEmpty()) {
                try {
                    SideLog.write(directory, segment);
                } catch (IOException failure) {
                    context.counters.writeFailures++;
                    all = false;
                }
            }
        }
        return all;
    }
}
