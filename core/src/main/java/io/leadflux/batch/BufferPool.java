package io.leadflux.batch;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that batches have let go of, for the next bodies to be encoded into: memory that is in the cache already and need
 * not be cleared. One stack for all accumulators, so that idle ones hold nothing; what was given last is taken first. Holds
 * at most 8 MiB. Thread-safe, without locks.
 */
final class BufferPool {

    /** Below this a new array is as cheap. */
    private static final int SHORTEST = 16 * 1024;

    private static final int LONGEST = 1024 * 1024;
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final class Spare {

        final byte[] array;
        final @Nullable Spare below;

        /** The length of this array and of all below it. */
        final int bytes;

        Spare(byte[] array, @Nullable Spare below) {
            this.array = array;
            this.below = below;
            this.bytes = array.length + (below == null ? 0 : below.bytes);
        }
    }

    private final AtomicReference<@Nullable Spare> top = new AtomicReference<>();

    /**
     * How long to make an array for {@code length} bytes: an eighth more or up to two fifths, since batches tend to be alike but not
     * the same; one of few lengths, so that an array suits what others are about to need.
     *
     * @param length 4 or more
     */
    static int roomy(int length) {
        int more = length + length / 8;
        int step = Integer.highestOneBit(more) / 4;
        return (more + step - 1) / step * step;
    }

    /**
     * One with room for {@code length} bytes and a sixteenth more, and not for more than twice as many, with anything in them.
     * A spare that does not suit is dropped.
     */
    byte[] take(int length) {
        Spare spare = isKept(length) ? pop() : null;
        return spare != null && suits(spare.array, length) ? spare.array : new byte[roomy(length)];
    }

    /** The spare that was given last, with anything in it; where there is none, a new array of {@code length} bytes. */
    byte[] takeAny(int length) {
        Spare spare = pop();
        return spare == null ? new byte[length] : spare.array;
    }

    private static boolean suits(byte[] array, int length) {
        return array.length >= length + length / 16 && array.length / 2 <= length;
    }

    private static boolean isKept(int length) {
        return length >= SHORTEST && length <= LONGEST;
    }

    private @Nullable Spare pop() {
        return top.getAndUpdate(spare -> spare == null ? null : spare.below);
    }

    /** Takes over an array that nobody uses any more, if there is room for it and it is worth it. */
    void give(byte[] array) {
        if (isKept(array.length)) {
            top.updateAndGet(below -> {
                Spare spare = new Spare(array, below);
                return spare.bytes <= MOST_BYTES ? spare : below;
            });
        }
    }

    /** How many bytes lie ready. */
    int bytes() {
        Spare spare = top.get();
        return spare == null ? 0 : spare.bytes;
    }
}
