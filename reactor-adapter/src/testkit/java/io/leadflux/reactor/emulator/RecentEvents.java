package io.leadflux.reactor.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last accepted events, bounded by number and by bytes. Not thread-safe. */
final class RecentEvents {

    private static final long MAX_BYTES = 32L << 20;

    private final int max;
    private final Deque<ReceivedEvent> events = new ArrayDeque<>();
    private long bytes;

    RecentEvents(int max) {
        this.max = max;
    }

    boolean isEnabled() {
        return max > 0;
    }

    void add(ParsedEvent parsed, byte[] body) {
        if (max == 0) {
            return;
        }
        ReceivedEvent event = parsed.toReceived(body);
        events.addLast(event);
        bytes += event.size();
        while (events.size() > max || bytes > MAX_BYTES) {
            bytes -= events.removeFirst().size();
        }
    }

    List<ReceivedEvent> toList() {
        return List.copyOf(events);
    }
}
