package io.leadflux.reactor.emulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are well-formed UTF-8 by table 3-7 of the Unicode standard; eight ASCII bytes go in one step. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NON_ASCII = 0x8080808080808080L;

    private Utf8() {}

    static boolean isWellFormed(byte[] bytes, int length) {
        int i = 0;
        while (i < length) {
            while (i + Long.BYTES <= length && ((long) LONGS.get(bytes, i) & NON_ASCII) == 0) {
                i += Long.BYTES;
            }
            if (i < length) {
                int size = sequence(bytes, i, length);
                if (size == 0) {
                    return false;
                }
                i += size;
            }
        }
        return true;
    }

    /** The length of the sequence that begins at {@code i}, or 0 when it is malformed. */
    private static int sequence(byte[] bytes, int i, int length) {
        int lead = bytes[i] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0xc2 || lead > 0xf4 || i + size > length) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int k = 2; k < size; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
