package io.leadflux.reactor.emulator;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Gathers one request body; beyond the limit it drops everything and only remembers that. Not thread-safe. */
final class BodyBuffer {

    private static final int FIRST_GUESS_LIMIT = 1 << 18;

    private final int max;
    private byte[] bytes;
    private int length;
    private boolean tooLarge;

    BodyBuffer(int max, int announcedLength) {
        this.max = max;
        this.tooLarge = announcedLength > max;
        this.bytes = new byte[tooLarge ? 0 : Math.min(Math.max(announcedLength, 256), FIRST_GUESS_LIMIT)];
    }

    void add(ByteBuf chunk) {
        int added = chunk.readableBytes();
        if (tooLarge || added > max - length) {
            tooLarge = true;
            bytes = new byte[0];
            length = 0;
            return;
        }
        if (added > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + added, (int) Math.min(max, bytes.length * 2L)));
        }
        chunk.readBytes(bytes, length, added);
        length += added;
    }

    boolean isTooLarge() {
        return tooLarge;
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
