package io.leadflux.reactor;

import io.leadflux.reactor.delivery.DeliveryEngine;

/**
 * How many elements a pipeline may have between its source and its subscriber at once. Belongs to its drain loop.
 *
 * <p>It begins with twice what the free permits can carry, and gets wider only while that helps: the source had more to give,
 * the subscriber keeps up with the results, and fewer of the client's batches wait for their turn than are in flight. So one
 * that sends alone soon has every permit in use and as much in reserve, and of a thousand that share permits each holds a few
 * batches.
 */
final class DemandWindow {

    /** In batches: one in flight, one that waits, and one that fills. */
    private static final int LEAST = 3;

    private final DeliveryEngine engine;
    private final int batch;
    private final int widest;
    private int size;

    DemandWindow(DeliveryEngine engine) {
        this.engine = engine;
        this.batch = engine.options().limits().maxEvents();
        this.widest = engine.widestWindow();
        this.size = Math.max(2 * engine.freePermits(), LEAST) * batch;
    }

    int size() {
        return size;
    }

    /**
     * Gets wider by as many places as have become free, if that helps; returns by how many.
     *
     * @param freed places to be requested again
     * @param live elements that have no result yet or whose result has not been emitted
     * @param keepsUp whether no result waits for the subscriber
     */
    long widen(long freed, long live, boolean keepsUp) {
        long requested = size - live - freed;
        if (!keepsUp || requested >= batch || engine.hasReserve()) {
            return 0;
        }
        long more = Math.min(freed, widest - size);
        size += (int) more;
        return more;
    }
}
