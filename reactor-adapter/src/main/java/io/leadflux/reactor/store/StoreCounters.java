package io.leadflux.reactor.store;

/** What the writer counts. Written by the writer alone. */
final class StoreCounters implements Cloneable {

    long stored;
    long acknowledged;
    long refused;
    long evicted;
    long tooOld;
    long damagedRegions;
    long tornTails;
    long unreadable;
    long syncs;
    long syncNanos;
    long lastSyncNanos;
    long writeFailures;

    void synced(long nanos) {
        syncs++;
        syncNanos += nanos;
        lastSyncNanos = nanos;
    }

    StoreCounters copy() {
        try {
            return (StoreCounters) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
