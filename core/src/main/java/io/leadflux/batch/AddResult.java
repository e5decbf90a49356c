package io.leadflux.batch;

/** What {@link BatchAccumulator#add} did. */
public enum AddResult {
    /** The event is in the batch. */
    ADDED,
    /** The event fits no more, and nothing changed: seal the batch, then add the event to the next. */
    FULL,
    /** The event alone is larger than a body may be; it fits no batch, and nothing changed. */
    TOO_LARGE
}
