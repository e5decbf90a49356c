package io.leadflux.reactor.delivery;

/** Whether a client is sending, and if not, why. What waits meanwhile is kept until its delivery deadline. */
public enum Health {
    /** Events are sent as they come. */
    UP,
    /** The provider cannot be reached or is overloaded; one batch at a time is tried. */
    OUTAGE,
    /** The API key is refused or cannot be had; the supplier is asked again. */
    UNAUTHORIZED,
    /** The provider refuses everything: a wrong pixel id, say, or a changed schema. */
    SYSTEMIC_REJECTION,
    /** Requests are refused so often that the refusal budget holds events back. */
    THROTTLED,
    /** The client is closed. */
    CLOSED
}
