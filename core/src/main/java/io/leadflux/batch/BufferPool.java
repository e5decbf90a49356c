package io.leadflux.batch;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A pool of byte arrays into which bodies are encoded. Thread-safe, without locks.
 *
 * <p>A pooled array is likely to be in the CPU's cache and need not be cleared. All accumulators share one stack, so
 * idle ones hold no memory; the array released last is acquired first. The pool holds at most 8 MiB.
 */
final class BufferPool {

    /** Below this length a new array is as cheap. */
    private static final int MIN_LENGTH = 16 * 1024;

    private static final int MAX_LENGTH = 1024 * 1024;
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final class Node {

        final byte[] array;
        final @Nullable Node below;

        /** The length of this array and of all below it. */
        final int bytes;

        Node(byte[] array, @Nullable Node below) {
            this.array = array;
            this.below = below;
            this.bytes = array.length + (below == null ? 0 : below.bytes);
        }
    }

    private final AtomicReference<@Nullable Node> top = new AtomicReference<>();

    /**
     * The length of an array for {@code length} bytes: more by an eighth to two fifths, since batches vary in size. It
     * is one of few lengths, so that most arrays suit most batches.
     *
     * @param length 4 or more
     */
    static int roomy(int length) {
        int more = length + length / 8;
        int step = Integer.highestOneBit(more) / 4;
        return (more + step - 1) / step * step;
    }

    /**
     * An array for {@code length} bytes, with room for a sixteenth more and at most twice as long. Its content is
     * undefined. If the pooled array on top does not suit, it is dropped and a new one is made.
     */
    byte[] acquire(int length) {
        Node node = isPooled(length) ? pop() : null;
        return node != null && suits(node.array, length) ? node.array : new byte[roomy(length)];
    }

    /** The array released last, of any length and content; if there is none, a new one of {@code length} bytes. */
    byte[] acquireAny(int length) {
        Node node = pop();
        return node == null ? new byte[length] : node.array;
    }

    private static boolean suits(byte[] array, int length) {
        return array.length >= length + length / 16 && array.length / 2 <= length;
    }

    private static boolean isPooled(int length) {
        return length >= MIN_LENGTH && length <= MAX_LENGTH;
    }

    private @Nullable Node pop() {
        return top.getAndUpdate(node -> node == null ? null : node.below);
    }

    /** Pools an array that is no longer used; drops it if it is too short, too long, or the pool is full. */
    void release(byte[] array) {
        if (isPooled(array.length)) {
            top.updateAndGet(below -> {
                Node node = new Node(array, below);
                return node.bytes <= MAX_BYTES ? node : below;
            });
        }
    }

    /** How many bytes are pooled. */
    int bytes() {
        Node node = top.get();
        return node == null ? 0 : node.bytes;
    }
}
