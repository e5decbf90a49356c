package io.leadflux.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks bytes before they are parsed: strict UTF-8 (RFC 3629) and line breaks. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Whether all bytes are ASCII from space on. Such a range is well-formed UTF-8 and has no line breaks. Reads eight
     * bytes at a time and branches once, at the end.
     */
    static boolean isAsciiText(byte[] bytes, int from, int to) {
        long bits = 0;
        int position = from;
        for (; position <= to - Long.BYTES; position += Long.BYTES) {
            long word = (long) LONGS.get(bytes, position);
            bits |= word | (word - ' ' * EACH);
        }
        for (; position < to; position++) {
            bits |= bytes[position] | (bytes[position] - ' ');
        }
        return (bits & HIGH_BITS) == 0;
    }

    /**
     * The position of the first quotation mark or backslash in a range of ASCII; the range's end when there is none.
     */
    static int quoteOrBackslash(byte[] ascii, int from, int to) {
        int position = from;
        for (; position <= to - Long.BYTES; position += Long.BYTES) {
            long word = (long) LONGS.get(ascii, position);
            // The subtraction sets the high bit of a byte that is zero; higher bytes may be wrong, the first is right.
            long quotes = (word ^ '"' * EACH) - EACH;
            long backslashes = (word ^ '\\' * EACH) - EACH;
            long found = (quotes | backslashes) & HIGH_BITS;
            if (found != 0) {
                return position + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (position < to && ascii[position] != '"' && ascii[position] != '\\') {
            position++;
        }
        return position;
    }

    /**
     * The position of the first malformed sequence; -1 when there is none. Malformed are a lone continuation byte, an
     * overlong form, an encoded surrogate, a code point above U+10FFFF and a sequence that is cut short.
     */
    static int firstMalformed(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to) {
            if (position + Long.BYTES <= to && ((long) LONGS.get(bytes, position) & HIGH_BITS) == 0) {
                position += Long.BYTES;
            } else if (bytes[position] >= 0) {
                position++;
            } else {
                int length = sequenceLength(bytes, position, to);
                if (length == 0) {
                    return position;
                }
                position += length;
            }
        }
        return -1;
    }

    /** The length of the sequence of two to four bytes at {@code position}; 0 when it is malformed. */
    private static int sequenceLength(byte[] bytes, int position, int to) {
        int lead = bytes[position] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || length > to - position || !isSecond(lead, bytes[position + 1] & 0xff)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[position + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    // The second byte alone excludes overlong forms, surrogates and code points above U+10FFFF.
    private static boolean isSecond(int lead, int second) {
        int min = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int max = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= min && second <= max;
    }

    /** The number of line breaks in the range: LF, CR, or CR LF as one. */
    static int lineBreaks(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            boolean pair = bytes[i] == '\r' && i + 1 < to && bytes[i + 1] == '\n';
            if (bytes[i] == '\n' || (bytes[i] == '\r' && !pair)) {
                count++;
            }
        }
        return count;
    }

    /** Whether the range holds a line break. */
    static boolean hasLineBreak(byte[] bytes, int from, int to) {
        int position = from;
        for (; position + Long.BYTES <= to; position += Long.BYTES) {
            long word = (long) LONGS.get(bytes, position);
            if (hasControl(word) && lineBreaks(bytes, position, position + Long.BYTES) > 0) {
                return true;
            }
        }
        return lineBreaks(bytes, position, to) > 0;
    }

    /** Whether one of the bytes is below 0x20. */
    private static boolean hasControl(long word) {
        return ((word - 0x20 * EACH) & ~word & HIGH_BITS) != 0;
    }
}
