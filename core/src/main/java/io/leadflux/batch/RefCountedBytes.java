package io.leadflux.batch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bytes of a body, shared by a batch and its parts. Every event holds them until its batch is released, and whoever
 * reads them does so for as long as that takes; when nobody does any more, the array goes to the spare ones. So it never
 * serves a second batch while somebody may look at it. Thread-safe.
 */
final class RefCountedBytes {

    private final byte[] array;
    private final BufferPool spares;
    private final AtomicInteger holds;

    /** @param holds how many events there are */
    RefCountedBytes(byte[] array, int holds, BufferPool spares) {
        this.array = array;
        this.spares = spares;
        this.holds = new AtomicInteger(holds);
    }

    /**
     * The bytes, to be read until {@code release(1)}.
     *
     * @throws IllegalStateException when all that share them have been released
     */
    byte[] hold() {
        int now = holds.get();
        while (now > 0 && !holds.compareAndSet(now, now + 1)) {
            now = holds.get();
        }
        if (now <= 0) {
            throw new IllegalStateException("the batch has been released");
        }
        return array;
    }

    /** Takes back so many holds. */
    void release(int count) {
        if (holds.addAndGet(-count) == 0) {
            spares.give(array);
        }
    }
}
