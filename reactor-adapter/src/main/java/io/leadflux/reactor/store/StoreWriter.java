package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does all the work of a store, in turns; one thread at a time calls it.
 *
 * <pre>
 * A turn
 *   1 applies what became of events, which frees segments,
 *   2 stores what waits, leads first: one write and one fsync for all of a name,
 *   3 serves readers, and does a part of an erasure, and
 *   4 once a second makes acknowledgements durable and removes what has gone.
 * </pre>
 */
final class StoreWriter {

    private static final long ACKNOWLEDGE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long TIDY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int GROUP = 4096;
    private static final long GROUP_BYTES = 4L * 1024 * 1024;

    private final StoreContext context;
    private final StoreQueue queue;
    private final Map<EventName, EventLog> logs = new EnumMap<>(EventName.class);
    private final List<EventLog> byTurn = new ArrayList<>();
    private @Nullable Erasure erasure;
    private long tidiedAt;
    private volatile StoreStats stats;

    StoreWriter(StoreContext context, StoreQueue queue) {
        this.context = context;
        this.queue = queue;
        SegmentRewriter rewriter = new SegmentRewriter(context);
        StoreRoom room = new StoreRoom(context, rewriter);
        for (EventName name : List.of(EventName.GENERATE_LEAD, EventName.PAGE_VIEW)) {
            EventLog log = new EventLog(name, context, room, rewriter);
            logs.put(name, log);
            byTurn.add(log);
        }
        room.share(byTurn);
        this.tidiedAt = context.nanos.getAsLong();
        this.stats = snapshot();
    }

    /** Finds out what is stored. */
    void recover() throws IOException {
        new Recovery(context, logs).run();
        stats = snapshot();
    }

    StoreStats stats() {
        return stats;
    }

    /** One turn; returns whether the next should follow at once. */
    boolean turn() {
        settle();
        commit();
        read();
        erase();
        tidyWhenDue();
        stats = snapshot();
        return erasure != null || !queue.isEmpty();
    }

    /** In how many nanoseconds the next turn has something to do, if nothing comes in. */
    long untilDue() {
        return Math.max(tidyEvery() - (context.nanos.getAsLong() - tidiedAt), 0);
    }

    // 1 -- what became of events

    private void settle() {
        for (StoreQueue.Settled settled = queue.settled.poll(); settled != null; settled = queue.settled.poll()) {
            log(Sequences.name(settled.sequence())).settled(Sequences.number(settled.sequence()), settled.state());
            context.taken.forget(settled.sequence());
        }
    }

    private EventLog log(EventName name) {
        return name == EventName.GENERATE_LEAD ? byTurn.get(0) : byTurn.get(1);
    }

    // 2 -- what is to be stored

    private void commit() {
        Map<EventName, List<PendingEvent>> groups = new EnumMap<>(EventName.class);
        List<PendingEvent> group = queue.drain(GROUP, GROUP_BYTES);
        for (PendingEvent pending : group) {
            groups.computeIfAbsent(pending.event.name, name -> new ArrayList<>())
                    .add(pending);
        }
        try {
            for (EventLog log : byTurn) {
                log.commit(groups.getOrDefault(log.name, List.of()));
            }
        } catch (RuntimeException | Error broken) {
            StoreException why = StoreException.of(broken);
            byTurn.forEach(log -> log.giveUpUnsynced(why));
            group.forEach(pending -> pending.stored.completeExceptionally(why));
            throw broken;
        }
    }

    // 3 -- readers and erasures

    private void read() {
        for (StoreQueue.Reading reading = queue.readings.poll(); reading != null; reading = queue.readings.poll()) {
            settle(); // what was released before the reader asked
            List<StoredEvent> found = new ArrayList<>();
            try {
                log(reading.name()).reader.read(reading.maxEvents(), reading.maxBytes(), found);
            } catch (IOException failure) {
                if (found.isEmpty()) {
                    reading.events().completeExceptionally(StoreException.of(failure));
                    continue;
                }
            }
            if (!reading.events().complete(found)) {
                found.forEach(event -> queue.settled.add(new StoreQueue.Settled(event.sequence(), noted(event))));
            }
        }
    }

    /** What gives an event back as it was. */
    static int noted(StoredEvent event) {
        return event.attempts() | (event.mayBeDuplicate() ? Segment.MAY_BE_DUPLICATE : 0);
    }

    private void erase() {
        Erasure current = erasure;
        if (current == null) {
            StoreQueue.Erasing next = queue.erasings.poll();
            if (next == null) {
                return;
            }
            current = new Erasure(next.predicate(), next.report(), context);
            current.begin(byTurn);
        }
        erasure = current.step() ? current : null;
    }

    // 4 -- housekeeping

    private void tidyWhenDue() {
        if (context.nanos.getAsLong() - tidiedAt >= tidyEvery()) {
            tidy();
        }
    }

    private long tidyEvery() {
        return pending() > 0 || context.directory.isUnsynced() ? ACKNOWLEDGE_NANOS : TIDY_NANOS;
    }

    private boolean tidy() {
        tidiedAt = context.nanos.getAsLong();
        long oldestKept =
                context.options.clock().getAsLong() - context.options.maxAge().toMillis();
        boolean all = true;
        for (EventLog log : byTurn) {
            log.tidy(oldestKept);
            all &= log.syncAcknowledgements();
        }
        try {
            if (context.directory.isUnsynced()) {
                context.directory.sync();
            }
        } catch (IOException failure) {
            context.counters.writeFailures++;
            all = false;
        }
        return all;
    }

    private long pending() {
        long pending = 0;
        for (EventLog log : byTurn) {
            pending += log.pending();
        }
        return pending;
    }

    private StoreStats snapshot() {
        long events = 0;
        long unread = 0;
        long oldest = Long.MAX_VALUE;
        for (EventLog log : byTurn) {
            events += log.live();
            unread += log.unread();
            oldest = Math.min(oldest, log.oldestArrival());
        }
        return new StoreStats(
                events,
                unread,
                context.directory.used,
                pending(),
                oldest,
                context.options.clock().getAsLong(),
                context.counters);
    }

    // ---- the end

    /**
     * Makes everything durable and closes all files; nothing may come in any more. Notes that nothing is in doubt, if that
     * is so: nothing is in anybody's hands, and nothing is left of what an earlier process had.
     */
    void close() throws IOException {
        while (queue.hasEvents()) {
            settle();
            commit();
        }
        settle();
        queue.refuseAll();
        if (erasure != null) {
            erasure.done.completeExceptionally(StoreException.closed());
        }
        byTurn.forEach(EventLog::seal);
        boolean all = tidy();
        byTurn.forEach(log -> log.reader.close());
        if (all && context.taken.isEmpty() && byTurn.stream().noneMatch(EventLog::isInDoubt)) {
            try (DiskFile clean = context.directory.create(SegmentName.CLEAN)) {
                clean.force();
            }
        }
        stats = snapshot();
        if (!all) {
            throw new StoreException(
                    StoreException.Reason.FAILED,
                    "not every acknowledgement could be written; some events return",
                    null);
        }
    }
}
