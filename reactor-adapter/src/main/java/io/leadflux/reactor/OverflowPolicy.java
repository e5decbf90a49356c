package io.leadflux.reactor;

/**
 * What a full {@link EventSink} does with one more event. Whichever is chosen, a page view never pushes out a lead, and what
 * is dropped gets its result and is counted.
 */
public enum OverflowPolicy {
    /** The event that comes is turned away. */
    REJECT_NEWEST,
    /** The oldest page view makes way; for a lead, when no page view is queued, the oldest lead does. */
    DROP_OLDEST,
    /** The oldest page view makes way for a lead; everything else that comes is turned away. */
    PREFER_LEADS
}
