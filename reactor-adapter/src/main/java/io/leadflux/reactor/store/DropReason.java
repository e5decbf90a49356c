package io.leadflux.reactor.store;

/** Why the store let go of an event that nobody had acknowledged. */
public enum DropReason {
    /** A page view made room for a lead. */
    EVICTED,
    /** It was older than the store keeps events. */
    TOO_OLD
}
