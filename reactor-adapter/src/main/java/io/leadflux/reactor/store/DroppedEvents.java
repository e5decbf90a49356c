package io.leadflux.reactor.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Tells the listener of what a segment takes with it. Belongs to the writer. */
final class DroppedEvents {

    private static final Logger LOG = Loggers.getLogger(EventStore.class);

    /** A segment that could not be read so often goes all the same. */
    private static final int MAX_ATTEMPTS = 8;

    private DroppedEvents() {}

    /** Tells of every event, each once; false when some could not be read, so that the segment had better stay. */
    static boolean tell(EventLog log, Segment segment, DropReason reason, StoreContext context) {
        long dropped = 0;
        boolean whole = false;
        try (DiskFile file = context.directory.disk.open(segment.name.file())) {
            RecordScanner records = new RecordScanner(file, segment.name);
            while (records.next(segment.size, null)) {
                long number = records.number();
                long sequence = Sequences.of(log.name, number);
                boolean held = context.taken.isTaken(sequence);
                if (segment.settle(number)) {
                    segment.live--;
                    dropped++;
                    tell(sequence, held, held ? null : records.decode(context.cipher), reason, context);
                }
            }
            whole = records.unreadableBlocks() == 0;
        } catch (IOException unreadable) {
            context.counters.writeFailures++;
        }
        if (!whole && ++segment.unreadableDrops >= MAX_ATTEMPTS) {
            dropped += segment.live;
            whole = true;
        }
        count(reason, dropped, context.counters);
        if (dropped > 0) {
            LOG.warn("The store dropped {} events ({}, {})", dropped, log.name, reason);
        }
        return whole;
    }

    private static void count(DropReason reason, long dropped, StoreCounters counters) {
        if (reason == DropReason.EVICTED) {
            counters.evicted += dropped;
        } else {
            counters.tooOld += dropped;
        }
    }

    private static void tell(
            long sequence, boolean held, @Nullable NewEvent event, DropReason reason, StoreContext context) {
        try {
            if (held) {
                context.listener().droppedHeld(sequence, reason);
            } else if (event == null) {
                context.counters.unreadable++;
            } else {
                context.listener().dropped(new StoredEvent(sequence, event), reason);
            }
        } catch (RuntimeException broken) {
            LOG.warn("The store's listener failed ({})", broken.getClass().getName());
        }
    }
}
