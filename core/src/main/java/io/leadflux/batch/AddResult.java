package io.leadflux.batch;

/** What {@link BatchAccumulator#add} did. */
public enum AddResult {
    /** The event is in the batch. */
    ADDED,
    /** The event does not fit, and nothing changed. Seal the batch, then add the event to the next one. */
    FULL,
    /** The event alone is larger than a body may be, and nothing changed. It fits no batch. */
    TOO_LARGE
}
