package io.leadflux.batch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reference-counted bytes of a body, shared by a batch and its parts. Thread-safe.
 *
 * <p>Each event holds one reference until its batch is released, and each reader holds one while it reads. The last
 * reference returns the array to the pool, so an array never serves a second batch while the first is being read.
 */
final class RefCountedBytes {

    private final byte[] array;
    private final BufferPool pool;
    private final AtomicInteger references;

    /** @param references how many there are at first, one for each event */
    RefCountedBytes(byte[] array, int references, BufferPool pool) {
        this.array = array;
        this.pool = pool;
        this.references = new AtomicInteger(references);
    }

    /** Other bytes, with references of their own, that go to the same pool in the end. */
    RefCountedBytes replacement(byte[] array, int references) {
        return new RefCountedBytes(array, references, pool);
    }

    /**
     * Adds a reference; returns the bytes, which stay valid until {@code release(1)}.
     *
     * @throws IllegalStateException when every reference has been released
     */
    byte[] retain() {
        int now = references.get();
        while (now > 0 && !references.compareAndSet(now, now + 1)) {
            now = references.get();
        }
        if (now <= 0) {
            throw new IllegalStateException("the batch has been released");
        }
        return array;
    }

    /** Releases {@code count} references. */
    void release(int count) {
        if (references.addAndGet(-count) == 0) {
            pool.release(array);
        }
    }
}
