package io.leadflux.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A constant piece of JSON, such as a field's name with its punctuation: up to 24 bytes, written eight at a time.
 *
 * <p>The components of a record in a static final field are constants for the compiler, so {@link #write} becomes a few
 * stores.
 */
record Name(int length, long first, long second, long third) {

    /** The room that {@link #write} needs, even for a short piece. */
    static final int ROOM = 3 * Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static Name of(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > ROOM) {
            throw new IllegalArgumentException("a name has at most " + ROOM + " bytes, not " + bytes.length);
        }
        byte[] padded = Arrays.copyOf(bytes, ROOM);
        return new Name(bytes.length, word(padded, 0), word(padded, 1), word(padded, 2));
    }

    private static long word(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index * Long.BYTES);
    }

    /** Appends the piece; there must be {@link #ROOM}. Bytes written beyond its end are overwritten later. */
    void write(Utf8Buffer out) {
        byte[] array = out.array;
        int at = out.length;
        LONGS.set(array, at, first);
        if (length > Long.BYTES) {
            LONGS.set(array, at + Long.BYTES, second);
        }
        if (length > 2 * Long.BYTES) {
            LONGS.set(array, at + 2 * Long.BYTES, third);
        }
        out.length = at + length;
    }
}
