package io.leadflux.reactor;

/** What {@link EventSink#tryEmit} did with an event. */
public enum EmitResult {
    /** The event is queued; its result will follow. */
    OK,
    /** There was no room: the queue holds as many events or bytes as it may, and nothing less worthy could make way. */
    OVERFLOW,
    /** The client is closed. */
    CLOSED,
    /** The event broke a rule and will not be sent. */
    INVALID
}
