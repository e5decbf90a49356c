package io.leadflux.delivery;

/** How the way of an event ended. */
public enum Outcome {
    /** The provider answered 200 to a batch that held the event. */
    ACCEPTED,
    /** The event broke a rule and was never sent. */
    INVALID,
    /** The provider refused the event, or a batch that held it, for good. */
    REJECTED,
    /** The provider refused the key until the event's delivery deadline had passed. */
    UNAUTHORIZED,
    /** The delivery deadline passed while the provider could not be reached or asked for patience. */
    EXPIRED,
    /** There was no room for the event. */
    OVERFLOW,
    /** The client was closed before the event could be answered for. */
    CLOSED
}
