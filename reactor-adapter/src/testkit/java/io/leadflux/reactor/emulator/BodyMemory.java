package io.leadflux.reactor.emulator;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes the bodies of all requests may take together. Thread-safe. */
final class BodyMemory {

    private final long max;
    private final AtomicLong reserved = new AtomicLong();

    BodyMemory(long max) {
        this.max = max;
    }

    /** 64 MiB or a quarter of the heap, whichever is less, yet enough for four bodies of the greatest length. */
    static long defaultMax(int maxBodyBytes) {
        return Math.max(
                4L * maxBodyBytes, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4));
    }

    /** Whether the bytes were free; they are taken then. */
    boolean reserve(long bytes) {
        if (reserved.addAndGet(bytes) <= max) {
            return true;
        }
        reserved.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    long reserved() {
        return reserved.get();
    }

    long max() {
        return max;
    }
}
