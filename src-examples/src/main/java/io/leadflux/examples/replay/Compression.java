package io.leadflux.examples.replay;

import io.leadflux.examples.terminal.CannotRunException;
import java.util.Arrays;
import java.util.Map;

/** What the first bytes of an input say. A line of events begins with none of these. */
final class Compression {

    static final int LONGEST_MAGIC = 6;

    private static final byte[] GZIP = bytes(0x1f, 0x8b);
    private static final Map<String, byte[]> OTHERS = Map.of(
            "a ZIP archive", bytes('P', 'K', 3, 4),
            "compressed by zstd", bytes(0x28, 0xb5, 0x2f, 0xfd),
            "compressed by xz", bytes(0xfd, '7', 'z', 'X', 'Z', 0),
            "compressed by bzip2", bytes('B', 'Z', 'h'));

    private Compression() {}

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static boolean isGzip(byte[] magic) {
        return begins(magic, GZIP);
    }

    /** @throws CannotRunException when the input is compressed, but not by gzip */
    static void refuseUnreadable(String name, byte[] magic) {
        OTHERS.forEach((kind, begin) -> {
            if (begins(magic, begin)) {
                throw new CannotRunException(
                        "The input " + name + " is " + kind + "; unpack it first. Only gzip is read as it is.");
            }
        });
    }

    private static boolean begins(byte[] magic, byte[] with) {
        return magic.length >= with.length && Arrays.equals(magic, 0, with.length, with, 0, with.length);
    }
}
