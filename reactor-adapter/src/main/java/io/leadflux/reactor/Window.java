package io.leadflux.reactor;

/**
 * How many elements a pipeline may have between its source and its subscriber at once. Belongs to its drain loop.
 *
 * <p>It begins with twice what the free permits can carry, and gets wider only while that helps: the source had more to give,
 * the subscriber keeps up with the results, and fewer of the client's batches wait for their turn than are under way. So one
 * that sends alone soon has every permit under way and as much in reserve, and of a thousand that share permits each holds a few
 * batches.
 */
final class Window {

    /** In batches: one under way, one that waits, and one that fills. */
    private static final int LEAST = 3;

    private final Dispatcher dispatcher;
    private final int batch;
    private final int widest;
    private int size;

    Window(Dispatcher dispatcher, ConcurrencyLimit permits, int maxEvents) {
        this.dispatcher = dispatcher;
        this.batch = maxEvents;
        this.widest = widest(permits, maxEvents);
        this.size = Math.max(2 * permits.free(), LEAST) * maxEvents;
    }

    /** The most elements that any window of a client may have. */
    static int widest(ConcurrencyLimit permits, int maxEvents) {
        return Math.max(2 * permits.ceiling(), LEAST) * maxEvents;
    }

    int size() {
        return size;
    }

    /**
     * Gets wider by as many places as have become free, if that helps; returns by how many.
     *
     * @param freed places to be asked for anew
     * @param live elements that have no result yet or whose result has not been emitted
     * @param keepsUp whether no result waits for the subscriber
     */
    long widen(long freed, long live, boolean keepsUp) {
        long asked = size - live - freed;
        if (!keepsUp || asked >= batch || dispatcher.hasReserve()) {
            return 0;
        }
        long more = Math.min(freed, widest - size);
        size += (int) more;
        return more;
    }
}
