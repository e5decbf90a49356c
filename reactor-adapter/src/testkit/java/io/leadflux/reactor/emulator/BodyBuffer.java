package io.leadflux.reactor.emulator;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Gathers one request body. It takes memory for what has arrived, up to twice of that, and none for what was announced.
 * A body that is too long, or for which the other bodies leave no memory, is dropped. Not thread-safe.
 */
final class BodyBuffer {

    private static final byte[] NONE = new byte[0];
    private static final int LEAST = 256;

    private final int max;
    private final int expected;
    private final BodyMemory memory;
    private byte[] bytes = NONE;
    private int length;
    private boolean tooLarge;
    private boolean crowdedOut;

    /**
     * A buffer for at most {@code max} bytes.
     *
     * @param announced the length that the request's head announces; 0 when it announces none
     */
    BodyBuffer(int max, long announced, BodyMemory memory) {
        this.max = max;
        this.tooLarge = announced > max;
        this.expected = announced > 0 && !tooLarge ? (int) announced : max;
        this.memory = memory;
    }

    void add(ByteBuf chunk) {
        int added = chunk.readableBytes();
        if (tooLarge || added > max - length) {
            tooLarge = true;
            release();
        } else if (!crowdedOut && !hasRoom(added)) {
            crowdedOut = true;
            release();
        }
        if (tooLarge || crowdedOut) {
            return;
        }
        chunk.readBytes(bytes, length, added);
        length += added;
    }

    private boolean hasRoom(int added) {
        int needed = length + added;
        if (needed <= bytes.length) {
            return true;
        }
        int grown = (int) Math.max(needed, Math.min(Math.max(LEAST, needed * 2L), expected));
        if (!memory.reserve(grown - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, grown);
        return true;
    }

    /** Forgets the body and gives its memory back; only the verdicts stay. */
    void release() {
        memory.release(bytes.length);
        bytes = NONE;
        length = 0;
    }

    /** Whether it was longer than allowed. */
    boolean isTooLarge() {
        return tooLarge;
    }

    /** Whether there was no memory for it beside the other bodies. */
    boolean isCrowdedOut() {
        return crowdedOut;
    }

    boolean isWhole() {
        return !tooLarge && !crowdedOut;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
