package io.leadflux.reactor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is live of a segment to a new file that takes its place. The old one stays until the new one and its name are
 * durable, so a crash finds one of them whole. Belongs to the writer.
 */
final class SegmentRewriter {

    private static final int BUFFER = 64 * 1024;

    private final StoreContext context;
    private final StoreDirectory directory;

    SegmentRewriter(StoreContext context) {
        this.context = context;
        this.directory = context.directory;
    }

    /**
     * Rewrites a segment that is not active.
     *
     * @param keep of the numbers of live records, those that are kept; the others count as final from then on
     * @return whether the segment was rewritten; if not, it is as it was
     */
    boolean rewrite(EventLog log, Segment segment, LongPredicate keep) {
        String temporary = segment.name.next().file() + SegmentName.TEMPORARY;
        List<Long> left = new ArrayList<>();
        Segment copy = copy(segment, temporary, keep, left);
        if (copy == null) {
            return false;
        }
        log.reader.release(segment);
        replace(segment, copy, left);
        try {
            directory.sync();
            directory.removeSuperseded(segment);
        } catch (IOException failure) {
            context.counters.writeFailures++; // both are there, and both are good; the old one goes with the next sync
        }
        return true;
    }

    private @Nullable Segment copy(Segment segment, String temporary, LongPredicate keep, List<Long> left) {
        DiskFile target = null;
        try (DiskFile source = directory.disk.open(segment.name.file())) {
            target = directory.disk.create(temporary);
            Segment copy = copy(segment, source, target, keep, left);
            directory.rename(temporary, copy.name.file());
            directory.closeQuietly(target);
            return copy;
        } catch (IOException failure) {
            context.counters.writeFailures++;
            if (target != null) {
                directory.discard(target, temporary);
            }
            return null;
        }
    }

    private static Segment copy(Segment segment, DiskFile source, DiskFile target, LongPredicate keep, List<Long> left)
            throws IOException {
        Segment copy = new Segment(segment.name.next(), segment.begunAt);
        SegmentWriter writer =
                new SegmentWriter(copy, target, ByteBuffer.allocateDirect((int) Math.min(BUFFER, segment.size)));
        RecordScanner records = new RecordScanner(source, segment.name);
        while (records.next(segment.size, null)) {
            long number = records.number();
            if (!segment.isSettled(number)) {
                if (keep.test(number)) {
                    writer.append(records.record());
                    copy.added(number, records.arrivedAt());
                } else {
                    left.add(number);
                }
            }
        }
        if (records.unreadableBlocks() > 0) {
            throw new IOException("a part of the segment could not be read");
        }
        writer.sync();
        return copy;
    }

    private void replace(Segment segment, Segment copy, List<Long> left) {
        left.forEach(segment::settle);
        segment.superseded.add(segment.name.file());
        directory.used += copy.size - segment.size;
        segment.name = copy.name;
        segment.size = copy.size;
        segment.records = copy.records;
        segment.live = copy.live;
        segment.unread = Math.min(segment.unread, copy.live);
        segment.oldestArrival = copy.oldestArrival;
        segment.newestArrival = copy.newestArrival;
    }
}
