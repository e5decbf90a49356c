package io.leadflux.reactor.store;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable copy of what the builder was told.
 *
 * @param segmentBytes how large a segment may become
 * @param maxQueued how many events may wait to be written
 * @param clock milliseconds since 1970
 * @param nanos monotonic
 * @param random for the ids of segments and for nonces
 */
record StoreOptions(
        long maxBytes,
        Duration maxAge,
        int segmentBytes,
        int maxQueued,
        long maxQueuedBytes,
        @Nullable EncryptionKeys keys,
        StoreListener listener,
        LongSupplier clock,
        LongSupplier nanos,
        LongSupplier random) {

    /** After this time a segment is full, so that it is soon old enough to go. */
    Duration rollAfter() {
        return maxAge.dividedBy(16);
    }
}
