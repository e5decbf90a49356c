package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stored events that are in somebody's hands: kept by who stored them, or read. There are as many as the client holds in
 * memory. A sequence number is the record's number in the log of its event name, and one bit for the name.
 */
final class Sequences {

    private static final int LEAD = 1;

    private final ConcurrentHashMap<Long, Boolean> taken = new ConcurrentHashMap<>();

    static long of(EventName name, long number) {
        return number << 1 | (name == EventName.GENERATE_LEAD ? LEAD : 0);
    }

    static EventName name(long sequence) {
        return (sequence & 1) == LEAD ? EventName.GENERATE_LEAD : EventName.PAGE_VIEW;
    }

    static long number(long sequence) {
        return sequence >>> 1;
    }

    void take(long sequence) {
        taken.put(sequence, false);
    }

    /** Notes that its holder has said what becomes of it; true the first time. Any thread. */
    boolean giveBack(long sequence) {
        return taken.replace(sequence, false, true);
    }

    /** What its holder said has been done. */
    void forget(long sequence) {
        taken.remove(sequence);
    }

    boolean isTaken(long sequence) {
        return taken.containsKey(sequence);
    }

    /** Whether some event of a segment is. */
    boolean anyIn(EventName name, Segment segment) {
        for (long sequence : taken.keySet()) {
            if (name(sequence) == name && segment.contains(number(sequence))) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    int size() {
        return taken.size();
    }
}
