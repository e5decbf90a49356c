package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How much the store may hold, and what gives way when that is used up: first what is final but still takes up space, then,
 * for leads, page views from the oldest on. Belongs to the writer.
 */
final class StoreRoom {

    private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

    private final StoreContext context;
    private final SegmentRewriter rewriter;
    private List<EventLog> logs = List.of();
    private boolean compactionFailed;
    private long failedAt;

    StoreRoom(StoreContext context, SegmentRewriter rewriter) {
        this.context = context;
        this.rewriter = rewriter;
    }

    void share(List<EventLog> among) {
        logs = among;
    }

    /** Whether so many bytes more may be stored; makes room for them if it can. */
    boolean admits(EventLog log, long bytes) {
        while (context.directory.used + bytes > context.options.maxBytes()) {
            if (!make(log)) {
                return false;
            }
        }
        return true;
    }

    /** Makes some room for what {@code log} stores; false when nothing may give way. */
    boolean make(EventLog log) {
        return compactOne() || (log.name == EventName.GENERATE_LEAD && evictOne());
    }

    /** Rewrites a segment that is mostly final, and so takes less room than it frees. On a full disk that may fail. */
    private boolean compactOne() {
        long now = context.nanos.getAsLong();
        if (compactionFailed && now - failedAt < RETRY_NANOS) {
            return false;
        }
        for (EventLog log : logs) {
            for (Segment segment : log.segments()) {
                boolean sparse = segment.live > 0 && segment.records >= 2L * segment.live;
                if (sparse && !log.isActive(segment) && !segment.suspect) {
                    compactionFailed = !rewriter.rewrite(log, segment, number -> true);
                    failedAt = now;
                    return !compactionFailed;
                }
            }
        }
        return false;
    }

    /** The oldest page views go first, but those in somebody's hands last. */
    private boolean evictOne() {
        for (EventLog log : logs) {
            if (log.name == EventName.PAGE_VIEW) {
                List<Segment> byTurn = log.segments();
                byTurn.removeIf(segment -> segment.suspect);
                byTurn.sort(Comparator.comparing(segment -> context.taken.anyIn(log.name, segment)));
                return !byTurn.isEmpty() && log.drop(byTurn.get(0), DropReason.EVICTED);
            }
        }
        return false;
    }
}
