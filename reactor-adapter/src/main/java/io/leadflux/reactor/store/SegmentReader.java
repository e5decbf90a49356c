package io.leadflux.reactor.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one event name from the oldest record on, passing over what is final or in somebody's hands. It holds a
 * window of one segment. Belongs to the writer.
 */
final class SegmentReader {

    /** After so many in a row, a segment is left to the next opening, and reading goes on behind it. */
    private static final int MAX_OPEN_FAILURES = 3;

    private final EventLog log;
    private final StoreContext context;
    private long next;
    private int openFailures;
    private @Nullable Segment segment;
    private @Nullable SegmentName opened;
    private @Nullable DiskFile file;
    private @Nullable RecordScanner scanner;
    private @Nullable Map<Integer, Integer> notes;

    SegmentReader(EventLog log, StoreContext context) {
        this.log = log;
        this.context = context;
    }

    /** What was passed over may be read again. */
    void rewind(long number) {
        next = Math.min(next, number);
        close(); // what is known of releases has changed
    }

    /** Lets go of a segment whose file changes or goes. */
    void release(Segment gone) {
        if (segment == gone) {
            close();
        }
    }

    void close() {
        if (file != null) {
            context.directory.closeQuietly(file);
        }
        file = null;
        scanner = null;
        segment = null;
        notes = null;
    }

    /**
     * Takes events into {@code found} until that has {@code maxEvents}, or would have more than {@code maxBytes}.
     *
     * @return the bytes of those that were taken
     */
    long read(int maxEvents, long maxBytes, List<StoredEvent> found) throws IOException {
        long bytes = 0;
        while (found.size() < maxEvents) {
            RecordScanner records = scanner();
            Segment current = segment;
            if (records == null || current == null) {
                return bytes;
            }
            if (!records.next(current.size, null)) {
                passed(current);
                continue;
            }
            long number = records.number();
            if (number < next || current.isSettled(number) || context.taken.isTaken(sequence(number))) {
                continue;
            }
            if (!found.isEmpty() && bytes + records.bodyLength() > maxBytes) {
                records.stepBack();
                return bytes;
            }
            next = number + 1;
            current.unread--;
            NewEvent event = records.decode(context.cipher);
            if (event == null) {
                context.counters.unreadable++;
            } else {
                bytes += event.encoded.length;
                found.add(new StoredEvent(sequence(number), noted(event, current.delta(number))));
                context.taken.take(sequence(number));
            }
        }
        return bytes;
    }

    private long sequence(long number) {
        return Sequences.of(log.name, number);
    }

    /** What is left unread of a whole segment cannot be read, at least not now. */
    private void passed(Segment current) {
        next = current.last + 1;
        current.unread = 0;
        if (!log.isActive(current)) {
            close();
        }
    }

    private NewEvent noted(NewEvent event, int delta) {
        Map<Integer, Integer> known = notes;
        int note = known == null ? Segment.MAY_BE_DUPLICATE : known.getOrDefault(delta, 0);
        boolean mayBeDuplicate = event.mayBeDuplicate || (note & Segment.MAY_BE_DUPLICATE) != 0 || isDoubtful(delta);
        return event.attempted(Math.max(event.attempts, note & NewEvent.MAX_ATTEMPTS), mayBeDuplicate);
    }

    /** An earlier process may have sent it without being able to say so. */
    private boolean isDoubtful(int delta) {
        Segment current = segment;
        return current != null && current.name.first() + delta < context.doubtfulBefore(log.name);
    }

    private @Nullable RecordScanner scanner() throws IOException {
        Segment wanted = log.unreadFrom(next);
        if (wanted == null) {
            return null;
        }
        if (wanted != segment || !wanted.name.equals(opened)) {
            close();
            DiskFile begun = open(wanted);
            file = begun;
            segment = wanted;
            opened = wanted.name;
            scanner = new RecordScanner(begun, wanted.name);
            notes = notes(wanted);
        }
        return scanner;
    }

    private DiskFile open(Segment wanted) throws IOException {
        try {
            DiskFile begun = context.directory.disk.open(wanted.name.file());
            openFailures = 0;
            return begun;
        } catch (IOException failure) {
            if (++openFailures == MAX_OPEN_FAILURES) {
                openFailures = 0;
                wanted.unread = 0;
            }
            throw failure;
        }
    }

    /** Null when a side log cannot be read, so that every event of the segment has to count as a possible duplicate. */
    private @Nullable Map<Integer, Integer> notes(Segment wanted) {
        try {
            return SideLog.notes(context.directory, wanted);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
