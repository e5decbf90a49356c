package io.leadflux.reactor;

/**
 * What a client's {@link EventSink} may hold, and what it does when it is full.
 *
 * @param events how many events
 * @param bytes how many bytes, estimated
 */
record SinkOptions(int events, long bytes, OverflowPolicy overflow) {}
