package io.leadflux.reactor.store;

import java.time.Duration;

/** How a store is, as one snapshot. Immutable. Its counts begin when the store is opened. */
public final class StoreStats {

    private final long events;
    private final long unread;
    private final long bytes;
    private final long pending;
    private final long oldestArrival;
    private final long now;
    private final StoreCounters counters;

    StoreStats(
            long events, long unread, long bytes, long pending, long oldestArrival, long now, StoreCounters counters) {
        this.events = events;
        this.unread = unread;
        this.bytes = bytes;
        this.pending = pending;
        this.oldestArrival = oldestArrival;
        this.now = now;
        this.counters = counters.copy();
    }

    /** Events that are stored and not acknowledged. */
    public long events() {
        return events;
    }

    /** Events among them that can be read: those in nobody's hands. */
    public long unread() {
        return unread;
    }

    /** Bytes of all segments and side logs, acknowledged events included; at most the store's size. */
    public long bytes() {
        return bytes;
    }

    /** Acknowledgements and releases that are not on the disk yet. */
    public long pendingAcknowledgements() {
        return pending;
    }

    /**
     * How long ago the oldest stored event came in; zero when nothing is stored. Events that are acknowledged count
     * while their segment holds others.
     */
    public Duration oldestAge() {
        return oldestArrival == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(Math.max(now - oldestArrival, 0));
    }

    /** Events stored. */
    public long stored() {
        return counters.stored;
    }

    /** Events acknowledged. */
    public long acknowledged() {
        return counters.acknowledged;
    }

    /** Events that were not stored, for whatever reason. */
    public long refused() {
        return counters.refused;
    }

    /** Events dropped for {@code reason}. */
    public long dropped(DropReason reason) {
        return reason == DropReason.EVICTED ? counters.evicted : counters.tooOld;
    }

    /** Places in segments where at least one record was damaged, since the opening and found by it. */
    public long damagedRegions() {
        return counters.damagedRegions;
    }

    /** Segments whose last record was not whole when the store was opened. */
    public long tornTails() {
        return counters.tornTails;
    }

    /** Events that could not be decrypted for want of the key. They are still stored. */
    public long unreadable() {
        return counters.unreadable;
    }

    /** How long the last fsync of events took; zero before the first. */
    public Duration lastSync() {
        return Duration.ofNanos(counters.lastSyncNanos);
    }

    /** How long an fsync of events takes on average; zero before the first. */
    public Duration meanSync() {
        return counters.syncs == 0 ? Duration.ZERO : Duration.ofNanos(counters.syncNanos / counters.syncs);
    }

    /** How often an event was synced, alone or with others. */
    public long syncs() {
        return counters.syncs;
    }

    /** How often a write, an fsync or a removal failed. */
    public long writeFailures() {
        return counters.writeFailures;
    }

    @Override
    public String toString() {
        return "StoreStats{events=" + events + ", unread=" + unread + ", bytes=" + bytes + ", oldestAge=" + oldestAge()
                + ", stored=" + stored() + ", refused=" + refused() + ", writeFailures=" + writeFailures() + '}';
    }
}
