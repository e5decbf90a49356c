package io.leadflux.reactor.emulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request body held: its events, or the first thing that was wrong with it. */
final class ParsedBatch {

    /** The provider takes no more events than these in one request. */
    static final int MAX_EVENTS = 100;

    private final List<ParsedEvent> events = new ArrayList<>(MAX_EVENTS);
    private int count;
    private @Nullable Rejection rejection;

    /** Events that the body held, also those of a rejected body, as far as it could be read. */
    int count() {
        return count;
    }

    /** The events, {@link #MAX_EVENTS} at most. */
    List<ParsedEvent> events() {
        return events;
    }

    /** The first mistake, or null for a body without one. */
    @Nullable
    Rejection rejection() {
        return rejection;
    }

    void add(ParsedEvent event) {
        count++;
        if (events.size() < MAX_EVENTS) {
            events.add(event);
        }
    }

    void reject(String code, String message) {
        if (rejection == null) {
            rejection = Rejection.badRequest(code, message);
        }
    }

    /** Saves the caller from building a message that would be dropped. */
    boolean isRejected() {
        return rejection != null;
    }
}
