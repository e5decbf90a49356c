package io.leadflux.json;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import io.leadflux.validation.Range;
import java.util.Arrays;

/**
 * A growing array of bytes that {@link EventEncoder} writes to. Not thread-safe.
 *
 * <p>It never shrinks, so you can reuse it: once it is large enough, writing allocates nothing.
 */
public final class Utf8Buffer {

    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    byte[] array;
    int length;

    private Utf8Buffer(byte[] array) {
        this.array = array;
    }

    /** An empty buffer with room for 1,024 bytes before it grows. */
    public static Utf8Buffer create() {
        return create(1024);
    }

    /**
     * An empty buffer.
     *
     * @param capacity how many bytes it has room for before it grows; 0 or more
     */
    public static Utf8Buffer create(int capacity) {
        return new Utf8Buffer(new byte[Range.require("capacity", capacity, 0, MAX_CAPACITY)]);
    }

    /** An empty buffer that writes to {@code array} until it needs a larger one. The array is not copied. */
    public static Utf8Buffer over(byte[] array) {
        return new Utf8Buffer(requireNonNull(array, "array"));
    }

    /** How many bytes have been written. */
    public int length() {
        return length;
    }

    /** How many bytes the buffer can hold before it grows. */
    public int capacity() {
        return array.length;
    }

    /**
     * The buffer's own array, whose first {@link #length()} bytes have been written. The next write may replace it by a
     * larger one.
     */
    public byte[] array() {
        return array;
    }

    /** A copy of the bytes that have been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    /**
     * Keeps the first bytes and forgets the others.
     *
     * @param length how many to keep, from 0 to {@link #length()}
     */
    public void truncate(int length) {
        this.length = Range.require("length", length, 0, this.length);
    }

    /** Writes one byte. */
    public void append(byte value) {
        reserve(1);
        array[length++] = value;
    }

    /** Writes all of {@code bytes}. */
    public void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /**
     * Writes a range of {@code bytes}.
     *
     * @param offset the first byte of the range
     * @param count the number of bytes
     */
    public void append(byte[] bytes, int offset, int count) {
        checkFromIndexSize(offset, count, bytes.length);
        reserve(count);
        System.arraycopy(bytes, offset, array, length, count);
        length += count;
    }

    /**
     * Makes room for {@code extra} more bytes, so that the buffer grows once and not several times.
     *
     * @param extra 0 or more
     * @throws IllegalStateException when the buffer would exceed the size of an array
     */
    public void reserve(int extra) {
        if (extra > array.length - length) {
            grow(extra);
        }
    }

    private void grow(int extra) {
        long needed = (long) length + extra;
        if (needed > MAX_CAPACITY) {
            throw new IllegalStateException("a buffer holds at most " + MAX_CAPACITY + " bytes, not " + needed);
        }
        long doubled = Math.min(2L * array.length, MAX_CAPACITY);
        array = Arrays.copyOf(array, (int) Math.max(needed, doubled));
    }
}
