package io.leadflux.reactor.store;

import io.leadflux.event.EventName;

/** An event that was read back. Immutable. */
public final class StoredEvent {

    private final long sequence;
    private final NewEvent event;

    StoredEvent(long sequence, NewEvent event) {
        this.sequence = sequence;
        this.event = event;
    }

    /** What it is acknowledged or released by. */
    public long sequence() {
        return sequence;
    }

    /** Whether it is a lead or a page view. */
    public EventName name() {
        return event.name;
    }

    /** The event as JSON, as it was stored and as it is sent; yours. */
    public byte[] encoded() {
        return event.encoded;
    }

    /** When it came in, in milliseconds since 1970. */
    public long arrivedAt() {
        return event.arrivedAt;
    }

    /** By when it must have been delivered, in milliseconds since 1970; may have passed. */
    public long deadline() {
        return event.deadline;
    }

    /** How often it is known to have been sent. */
    public int attempts() {
        return event.attempts;
    }

    /**
     * Whether the provider may have it already. True for every event that an earlier process left behind, unless that
     * closed the store with nothing in its hands.
     */
    public boolean mayBeDuplicate() {
        return event.mayBeDuplicate;
    }

    /** Its number, name and size; nothing of the event. */
    @Override
    public String toString() {
        return "StoredEvent{sequence=" + sequence + ", name=" + event.name + ", bytes=" + event.encoded.length + '}';
    }
}
