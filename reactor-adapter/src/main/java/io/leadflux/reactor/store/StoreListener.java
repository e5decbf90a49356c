package io.leadflux.reactor.store;

/**
 * Is told what the store loses. Called on the store's thread, which waits for it: return soon. What it throws is logged
 * and has no other effect.
 */
public interface StoreListener {

    /** Does nothing. */
    StoreListener NONE = new StoreListener() {};

    /**
     * The store lets go of an event that is stored and in nobody's hands. By default nothing more happens to it.
     *
     * <p>If the process ends before the disk knows, the event may be read once more after the restart.
     */
    default void dropped(StoredEvent event, DropReason reason) {}

    /**
     * The store lets go of an event that is in your hands. You can still deliver it, but it will not outlive the process.
     *
     * @param sequence what {@link EventStore#writeAhead} returned, or {@link StoredEvent#sequence()}
     */
    default void droppedHeld(long sequence, DropReason reason) {}

    /**
     * Bytes of a segment are damaged: at least one record is lost, and no record beside them. Each opening of the store
     * tells of it again until the segment is gone.
     *
     * @param file the segment's name
     * @param offset where the damage begins
     * @param bytes how far the next good record is, or the end
     */
    default void corrupted(String file, long offset, long bytes) {}

    /**
     * A segment ended in the middle of a record when the store was opened, as it does after a crash. The end is cut off;
     * nothing is lost of which the store said that it had it.
     */
    default void tornTail(String file, long bytes) {}
}
