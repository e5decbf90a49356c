package io.leadflux.reactor.store;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An erasure under way, one segment at a time, so that storing goes on in between. Belongs to the writer. */
final class Erasure {

    private static final EventReader READER =
            EventReader.builder().maxBytes(SegmentWriter.MAX_SEGMENT).build();

    final CompletableFuture<EraseReport> done;
    private final Predicate<ServerEvent> predicate;
    private final StoreContext context;
    private final Deque<Map.Entry<EventLog, Segment>> left = new ArrayDeque<>();
    private long erased;
    private long unreadable;
    private @Nullable Exception failure;

    Erasure(Predicate<ServerEvent> predicate, CompletableFuture<EraseReport> done, StoreContext context) {
        this.predicate = predicate;
        this.done = done;
        this.context = context;
    }

    /** Takes note of every segment there is; what is stored from now on is not part of it. */
    void begin(Iterable<EventLog> logs) {
        for (EventLog log : logs) {
            log.seal();
            log.segments().forEach(segment -> left.add(Map.entry(log, segment)));
        }
    }

    /** Does a part of the work; false when it is over. A segment that fails does not keep it from the others. */
    boolean step() {
        Map.Entry<EventLog, Segment> next = left.poll();
        try {
            if (next != null) {
                erase(next.getKey(), next.getValue());
                return true;
            }
            context.directory.sync(); // the removal of what was superseded
        } catch (IOException | RuntimeException broken) {
            context.counters.writeFailures++;
            failure = failure == null ? broken : failure;
        }
        if (next == null) {
            complete();
        }
        return next != null;
    }

    private void complete() {
        if (failure == null) {
            done.complete(new EraseReport(erased, unreadable));
        } else {
            done.completeExceptionally(
                    new StoreException(StoreException.Reason.FAILED, "not everything could be erased", failure));
        }
    }

    private void erase(EventLog log, Segment segment) throws IOException {
        if (!log.holds(segment)) {
            return;
        }
        if (segment.suspect) {
            throw new IOException("a part of a segment cannot be read");
        }
        Findings findings = look(segment);
        unreadable += findings.unreadable;
        if (findings.matching > 0 || findings.damaged || segment.ragged) {
            if (!log.erase(segment, number -> findings.isKept(segment.delta(number)), findings.kept)
                    || !segment.superseded.isEmpty()) {
                throw new IOException("a segment could not be rewritten");
            }
            segment.ragged = false;
            segment.abandoned = false;
            erased += findings.matching;
        }
    }

    /** What is in a segment: which records stay, and whether some must go. */
    private static final class Findings {
        final BitSet matches = new BitSet();
        long kept;
        long matching;
        long unreadable;
        boolean damaged;

        boolean isKept(int delta) {
            return !matches.get(delta);
        }
    }

    private Findings look(Segment segment) throws IOException {
        Findings findings = new Findings();
        try (DiskFile file = context.directory.disk.open(segment.name.file())) {
            RecordScanner records = new RecordScanner(file, segment.name);
            while (records.next(segment.size, (offset, bytes) -> findings.damaged = true)) {
                look(segment, records, findings);
            }
            findings.damaged |= records.goodUntil() < segment.size;
            if (records.unreadableBlocks() > 0) {
                throw new IOException("a part of a segment could not be read");
            }
        }
        return findings;
    }

    private void look(Segment segment, RecordScanner records, Findings findings) {
        boolean live = !segment.isSettled(records.number());
        ServerEvent event = event(records.decode(context.cipher));
        if (event == null) {
            findings.unreadable++;
        } else if (predicate.test(event)) {
            findings.matching++;
            findings.matches.set(segment.delta(records.number()));
            return;
        }
        findings.kept += live ? 1 : 0;
    }

    private static @Nullable ServerEvent event(@Nullable NewEvent stored) {
        return stored == null ? null : READER.read(stored.encoded).event();
    }
}
