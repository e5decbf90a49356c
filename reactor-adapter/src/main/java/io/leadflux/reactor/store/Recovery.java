package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import io.leadflux.reactor.store.SegmentName.Parsed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Finds out what a directory holds. It writes nothing: a full disk cannot keep a store from being opened. What it removes
 * is of no use to anybody.
 */
final class Recovery {

    private static final Logger LOG = Loggers.getLogger(EventStore.class);

    private final StoreContext context;
    private final StoreDirectory directory;
    private final Map<EventName, EventLog> logs;
    private final Map<SegmentName, List<SegmentName>> generations = new LinkedHashMap<>();
    private final Map<SegmentName, List<Integer>> sideLogs = new LinkedHashMap<>();

    Recovery(StoreContext context, Map<EventName, EventLog> logs) {
        this.context = context;
        this.directory = context.directory;
        this.logs = logs;
    }

    void run() throws IOException {
        boolean clean = sort(directory.disk.list());
        directory.sync(); // what was removed before must be gone before its side logs go
        for (Map.Entry<SegmentName, List<Integer>> entry : sideLogs.entrySet()) {
            if (!generations.containsKey(entry.getKey())) {
                for (int number : entry.getValue()) {
                    directory.delete(entry.getKey().sideLog(number));
                }
            }
        }
        List<SegmentName> originals = new ArrayList<>(generations.keySet());
        originals.sort(Comparator.comparingLong(SegmentName::first));
        for (SegmentName original : originals) {
            recover(original);
        }
        logs.forEach((name, log) -> context.doubt(name, clean ? 0 : log.nextNumber()));
        if (context.counters.damagedRegions + context.counters.tornTails > 0) {
            LOG.warn(
                    "The store has {} damaged places and {} torn ends of segments",
                    context.counters.damagedRegions,
                    context.counters.tornTails);
        }
    }

    /** Groups the files by segment; returns whether the last process left nothing in doubt. */
    private boolean sort(List<String> files) throws IOException {
        boolean clean = false;
        for (String file : files) {
            Parsed parsed = SegmentName.parse(file);
            if (file.endsWith(SegmentName.TEMPORARY)) {
                directory.delete(file);
            } else if (file.equals(SegmentName.CLEAN)) {
                clean = true;
                directory.delete(file);
            } else if (parsed != null && parsed.segment()) {
                generations
                        .computeIfAbsent(parsed.name().original(), key -> new ArrayList<>())
                        .add(parsed.name());
            } else if (parsed != null) {
                sideLogs.computeIfAbsent(parsed.name(), key -> new ArrayList<>())
                        .add(parsed.number());
            }
        }
        return clean;
    }

    private void recover(SegmentName original) throws IOException {
        List<SegmentName> all = generations.getOrDefault(original, List.of());
        all.sort(Comparator.comparingInt(SegmentName::generation));
        SegmentName newest = all.get(all.size() - 1);
        EventLog log = logs.get(original.event());
        if (log == null) {
            throw new IllegalStateException("every event name has a log");
        }
        log.passed(original);
        Segment segment = new Segment(newest, context.nanos.getAsLong());
        all.stream().filter(name -> !name.equals(newest)).forEach(name -> segment.superseded.add(name.file()));
        readSideLogs(segment);
        try (DiskFile file = directory.disk.open(newest.file())) {
            scan(file, segment);
        }
        directory.used += segment.size + segment.sideLogBytes;
        log.recovered(segment);
        if (!log.removeIfDone(segment)) {
            directory.removeSuperseded(segment);
        }
    }

    /** A side log that cannot be read costs resends. */
    private void readSideLogs(Segment segment) {
        Map<Integer, Integer> states = new HashMap<>();
        for (int number : sideLogs.getOrDefault(segment.name.original(), List.of())) {
            segment.sideLog = Math.max(segment.sideLog, number + 1);
            segment.sideLogs.add(number);
            try (DiskFile file = directory.disk.open(segment.name.sideLog(number))) {
                segment.sideLogBytes += SideLog.read(file, segment.name, states);
            } catch (IOException unreadable) {
                LOG.warn("A side log of the store cannot be read; some events may be sent once more");
            }
        }
        states.forEach((delta, state) -> {
            if ((state & Segment.FINAL) != 0 && delta >= 0 && delta < RecordFormat.MAX_RECORDS) {
                segment.settle(segment.name.first() + delta);
            }
        });
    }

    private void scan(DiskFile file, Segment segment) throws IOException {
        long length = file.size();
        checkVersion(file, segment.name);
        RecordScanner records = new RecordScanner(file, segment.name);
        while (records.next(length, (offset, bytes) -> damaged(segment, offset, bytes))) {
            segment.added(records.number(), records.arrivedAt());
            if (segment.isSettled(records.number())) {
                segment.live--;
            }
        }
        segment.unread = segment.live;
        segment.suspect = records.unreadableBlocks() > 0;
        segment.size = Math.min(records.goodUntil(), length);
        if (segment.suspect) {
            LOG.warn("A part of {} cannot be read; it stays until it can be", segment.name.file());
        } else if (segment.size < length) {
            cutTail(file, segment, length - segment.size);
        }
    }

    /** Damage to the header costs nothing, since the file's name says the same; another version is no damage. */
    private static void checkVersion(DiskFile file, SegmentName name) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(RecordFormat.SEGMENT_HEADER);
        try {
            int read = file.read(header, 0);
            int version = read < RecordFormat.SEGMENT_HEADER ? 0 : RecordFormat.version(header.array());
            if (version > RecordFormat.VERSION) {
                throw new StoreException(
                        StoreException.Reason.FAILED,
                        "the segment " + name.file() + " has format version " + version + "; this release reads "
                                + RecordFormat.VERSION,
                        null);
            }
        } catch (StoreException newer) {
            throw newer;
        } catch (IOException unreadable) {
            LOG.warn("The header of a segment cannot be read");
        }
    }

    private void damaged(Segment segment, long offset, long bytes) {
        context.counters.damagedRegions++;
        guarded(() -> context.listener().corrupted(segment.name.file(), offset, bytes));
    }

    private void cutTail(DiskFile file, Segment segment, long bytes) {
        context.counters.tornTails++;
        guarded(() -> context.listener().tornTail(segment.name.file(), bytes));
        try {
            file.truncate(segment.size);
            file.force();
        } catch (IOException failure) {
            context.counters.writeFailures++; // it is read no further anyway
        }
    }

    private static void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException broken) {
            LOG.warn("The store's listener failed ({})", broken.getClass().getName());
        }
    }
}
