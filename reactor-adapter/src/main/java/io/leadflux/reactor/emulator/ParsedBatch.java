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
    private @Nullable Rejection refusal;

    /** Events that the body held, also those of a refused body, as far as it could be read. */
    int count() {
        return count;
    }

    /** The events, {@link #MAX_EVENTS} at most. */
    List<ParsedEvent> events() {
        return events;
    }

    /** The first mistake, or null for a body without one. */
    @Nullable
    Rejection refusal() {
        return refusal;
    }

    void add(ParsedEvent event) {
        count++;
        if (events.size() < MAX_EVENTS) {
            events.add(event);
        }
    }

    void refuse(String code, String message) {
        if (refusal == null) {
            refusal = Rejection.badRequest(code, message);
        }
    }

    /** Saves the caller from building a message that nobody keeps. */
    boolean isRefused() {
        return refusal != null;
    }
}
