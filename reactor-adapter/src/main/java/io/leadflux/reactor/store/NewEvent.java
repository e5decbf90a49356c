package io.leadflux.reactor.store;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import io.leadflux.validation.Range;

/**
 * An event to store, in the bytes that are sent. Immutable as long as you leave the bytes alone.
 */
public final class NewEvent {

    static final int MAX_ATTEMPTS = 0xffff;

    final EventName name;
    final byte[] encoded;
    final long arrivedAt;
    final long deadline;
    final int attempts;
    final boolean mayBeDuplicate;

    private NewEvent(
            EventName name, byte[] encoded, long arrivedAt, long deadline, int attempts, boolean mayBeDuplicate) {
        this.name = name;
        this.encoded = encoded;
        this.arrivedAt = arrivedAt;
        this.deadline = deadline;
        this.attempts = attempts;
        this.mayBeDuplicate = mayBeDuplicate;
    }

    /**
     * An event that was never sent.
     *
     * @param name decides which events give way to which when the store is full
     * @param encoded the event as JSON, as {@link io.leadflux.json.EventEncoder} writes it; not copied, so do not change
     *     it until the store has answered
     * @param arrivedAt when it came in, in milliseconds since 1970
     * @param deadline by when it must have been delivered, in milliseconds since 1970; the store keeps it and does not
     *     act on it
     */
    public static NewEvent of(EventName name, byte[] encoded, long arrivedAt, long deadline) {
        return new NewEvent(
                requireNonNull(name, "name"), requireNonNull(encoded, "encoded"), arrivedAt, deadline, 0, false);
    }

    /**
     * The same event after it was sent.
     *
     * @param attempts 0 to 65,535
     * @param mayBeDuplicate whether one of the attempts may have succeeded
     */
    public NewEvent attempted(int attempts, boolean mayBeDuplicate) {
        Range.require("attempts", attempts, 0, MAX_ATTEMPTS);
        return new NewEvent(name, encoded, arrivedAt, deadline, attempts, mayBeDuplicate);
    }

    /** The name and the size; nothing of the event. */
    @Override
    public String toString() {
        return "NewEvent{name=" + name + ", bytes=" + encoded.length + '}';
    }
}
