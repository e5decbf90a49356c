package io.leadflux.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the inside of a JSON string.
 *
 * <p>The texts of a plain event, which are nearly all, are copied in bulk without a look at them. In an event that is not
 * plain, most texts still are ASCII without escapes: of each, one bulk copy writes the low bytes of the characters, then one
 * pass over text and copy, eight characters at a time, tells whether it is one of these. If not, the copy is overwritten,
 * character by character.
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
        out.reserve(count);
        copyLowBytes(text, count, out);
        if (count < Long.BYTES ? isPlainShort(text, count) : isPlain(text, count, out)) {
            out.length += count;
        } else {
            writeEscaped(text, out);
        }
    }

    /** Appends {@code text}, of which it is known that JSON writes it as it is. */
    static void writePlain(String text, Utf8Buffer out) {
        int count = text.length();
        out.reserve(count);
        copyLowBytes(text, count, out);
        out.length += count;
    }

    // The method is deprecated because it drops the high byte of each character; where there is one, the copy is not
    // used.
    @SuppressWarnings("deprecation")
    private static void copyLowBytes(String text, int count, Utf8Buffer out) {
        text.getBytes(0, count, out.array, out.length);
    }

    private static boolean isPlainShort(String text, int count) {
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    // Looks at eight characters per turn, in the text whether they are ASCII and in the copy for escapes, and
    // judges only at the end. The last turn looks at some characters a second time.
    private static boolean isPlain(String text, int count, Utf8Buffer out) {
        byte[] copy = out.array;
        int start = out.length;
        int last = count - Long.BYTES;
        int union = eight(text, last);
        long plain = plainBits((long) LONGS.get(copy, start + last));
        for (int i = 0; i < last; i += Long.BYTES) {
            union |= eight(text, i);
            plain &= plainBits((long) LONGS.get(copy, start + i));
        }
        return union < 0x80 && (plain & HIGH_BITS) == HIGH_BITS;
    }

    /** The union of the bits of eight characters; joined as a tree, so that none waits for all before it. */
    private static int eight(String text, int i) {
        return (text.charAt(i) | text.charAt(i + 1) | text.charAt(i + 2) | text.charAt(i + 3))
                | (text.charAt(i + 4) | text.charAt(i + 5) | text.charAt(i + 6) | text.charAt(i + 7));
    }

    // For eight bytes of ASCII, the high bit of each that needs no escape. Each sum stays inside its byte, since
    // each byte is below 0x80.
    private static long plainBits(long word) {
        long notQuote = (word ^ '"' * EACH) + 0x7f * EACH;
        long notBackslash = (word ^ '\\' * EACH) + 0x7f * EACH;
        long notControl = word + 0x60 * EACH;
        return notQuote & notBackslash & notControl;
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
