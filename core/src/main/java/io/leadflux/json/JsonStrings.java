package io.leadflux.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the inside of a JSON string.
 *
 * <p>ASCII without escapes is the common case: a loop over the characters tells that it is ASCII, one bulk copy writes it,
 * and a scan over the copy, eight bytes at a time, tells that nothing in it needs an escape. Whatever fails one of the two
 * tests is written character by character.
 *
 * <p>Escaped are the quotation mark, the backslash, the control characters below U+0020 (in the short form where JSON has
 * one) and surrogates without their other half, which UTF-8 cannot express. Everything else is raw UTF-8.
 */
final class JsonStrings {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int CHUNK = 512;
    private static final int MAX_BYTES_PER_CHAR = 6;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonStrings() {}

    /** Appends {@code text} with its escapes and without quotation marks around it. */
    static void write(String text, Utf8Buffer out) {
        int count = text.length();
        if (isAscii(text)) {
            out.reserve(count);
            copyAscii(text, count, out);
            if (isPlain(out.array, out.length, count)) {
                out.length += count;
                return;
            }
        }
        writeEscaped(text, out);
    }

    // Eight characters per turn, first joined among themselves: each turn then waits for the one before it but once.
    private static boolean isAscii(String text) {
        int count = text.length();
        int bits = 0;
        int i = 0;
        for (; i < count - 7; i += 8) {
            bits |= (text.charAt(i) | text.charAt(i + 1) | text.charAt(i + 2) | text.charAt(i + 3))
                    | (text.charAt(i + 4) | text.charAt(i + 5) | text.charAt(i + 6) | text.charAt(i + 7));
        }
        for (; i < count; i++) {
            bits |= text.charAt(i);
        }
        return bits < 0x80;
    }

    // The method is deprecated because it drops the high byte of each character; in ASCII there is none.
    @SuppressWarnings("deprecation")
    private static void copyAscii(String text, int count, Utf8Buffer out) {
        text.getBytes(0, count, out.array, out.length);
    }

    /** Whether none of the ASCII bytes needs an escape. */
    private static boolean isPlain(byte[] bytes, int from, int count) {
        int end = from + count;
        if (count < Long.BYTES) {
            for (int i = from; i < end; i++) {
                if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
                    return false;
                }
            }
            return true;
        }
        int last = end - Long.BYTES;
        for (int i = from; i < last; i += Long.BYTES) {
            if (!isPlain((long) LONGS.get(bytes, i))) {
                return false;
            }
        }
        return isPlain((long) LONGS.get(bytes, last));
    }

    // Each sum stays inside its byte, since each byte is below 0x80; the high bit of a sum is clear where an escape is
    // due.
    private static boolean isPlain(long word) {
        long notQuote = (word ^ '"' * EACH) + 0x7f * EACH;
        long notBackslash = (word ^ '\\' * EACH) + 0x7f * EACH;
        long notControl = word + 0x60 * EACH;
        return (notQuote & notBackslash & notControl & HIGH_BITS) == HIGH_BITS;
    }

    private static void writeEscaped(String text, Utf8Buffer out) {
        int position = 0;
        while (position < text.length()) {
            int end = Math.min(text.length(), position + CHUNK);
            out.reserve((CHUNK + 1) * MAX_BYTES_PER_CHAR);
            while (position < end) {
                position += writeCodePoint(text, position, out);
            }
        }
    }

    /** Writes what stands at {@code position}; returns how many characters that was. */
    private static int writeCodePoint(String text, int position, Utf8Buffer out) {
        char c = text.charAt(position);
        if (c < 0x80) {
            writeAscii(c, out);
        } else if (c < 0x800) {
            put(out, 0xc0 | c >> 6, continuation(c));
        } else if (!Character.isSurrogate(c)) {
            put(out, 0xe0 | c >> 12, continuation(c >> 6));
            put(out, continuation(c));
        } else if (startsPair(text, position)) {
            int codePoint = Character.toCodePoint(c, text.charAt(position + 1));
            put(out, 0xf0 | codePoint >> 18, continuation(codePoint >> 12));
            put(out, continuation(codePoint >> 6), continuation(codePoint));
            return 2;
        } else {
            writeHex(c, out);
        }
        return 1;
    }

    private static int continuation(int bits) {
        return 0x80 | (bits & 0x3f);
    }

    private static boolean startsPair(String text, int position) {
        return position + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(position), text.charAt(position + 1));
    }

    private static void writeAscii(char c, Utf8Buffer out) {
        int escape = c == '"' || c == '\\' ? c : c < ' ' ? shortEscape(c) : 0;
        if (escape != 0) {
            put(out, '\\', escape);
        } else if (c < ' ') {
            writeHex(c, out);
        } else {
            put(out, c);
        }
    }

    private static int shortEscape(char control) {
        return switch (control) {
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private static void writeHex(char c, Utf8Buffer out) {
        put(out, '\\', 'u');
        put(out, HEX[c >> 12], HEX[c >> 8 & 0xf]);
        put(out, HEX[c >> 4 & 0xf], HEX[c & 0xf]);
    }

    private static void put(Utf8Buffer out, int one) {
        out.array[out.length++] = (byte) one;
    }

    private static void put(Utf8Buffer out, int one, int two) {
        out.array[out.length++] = (byte) one;
        out.array[out.length++] = (byte) two;
    }
}
