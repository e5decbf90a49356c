package io.leadflux.delivery;

/** How the delivery of an event ended. */
public enum Outcome {
    /** The provider responded with 200 to a batch that held the event. */
    ACCEPTED,
    /** The event broke a rule and was never sent. */
    INVALID,
    /** The provider refused the event, in a request with nothing else in it. */
    REJECTED,
    /** The provider rejected the API key until the event's delivery deadline had passed. */
    UNAUTHORIZED,
    /** The delivery deadline passed while the provider was unreachable, failed or asked the client to slow down. */
    EXPIRED,
    /** The client had no room for the event. */
    OVERFLOW,
    /** The client was closed before the event's delivery had ended. */
    CLOSED
}
