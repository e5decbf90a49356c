package io.leadflux.json;

/**
 * Writes the inside of a JSON string.
 *
 * <p>A {@linkplain io.leadflux.event.ServerEvent#isPlain() plain} text, as nearly all are, is copied in bulk. Any other
 * is written character by character.
 *
 * <p>Escaped are the quotation mark, the backslash, control characters below U+0020 (in the short form if JSON has one)
 * and unpaired surrogates, which UTF-8 cannot express. Everything else is raw UTF-8.
 */
final class JsonStrings {

    private static final int CHUNK = 512;
    private static final int MAX_BYTES_PER_CHAR = 6;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonStrings() {}

    /**
     * Appends {@code text}, which must be plain; there must be room for it. The method that copies is deprecated
     * because it drops the high byte of each character, which is zero here.
     */
    @SuppressWarnings("deprecation")
    static void writePlain(String text, Utf8Buffer out) {
        int count = text.length();
        text.getBytes(0, count, out.array, out.length);
        out.length += count;
    }

    /**
     * Appends {@code text} with escapes, without quotation marks around it.
     *
     * <p>One method handles all characters: its size keeps HotSpot from inlining it into the code for plain texts.
     *
     * @param room how much room to leave after the text
     */
    static void writeEscaped(String text, int room, Utf8Buffer out) {
        int count = text.length();
        for (int position = 0; position < count; ) {
            int end = Math.min(count, position + CHUNK);
            out.reserve((CHUNK + 1) * MAX_BYTES_PER_CHAR + room);
            byte[] array = out.array;
            int at = out.length;
            while (position < end) {
                char c = text.charAt(position++);
                if (c < 0x80) {
                    int escape = c == '"' || c == '\\' ? c : c < ' ' ? shortEscape(c) : 0;
                    if (escape != 0) {
                        array[at++] = '\\';
                        array[at++] = (byte) escape;
                    } else if (c >= ' ') {
                        array[at++] = (byte) c;
                    } else {
                        at = writeHex(c, array, at);
                    }
                } else if (c < 0x800) {
                    array[at++] = (byte) (0xc0 | c >> 6);
                    array[at++] = (byte) (0x80 | (c & 0x3f));
                } else if (!Character.isSurrogate(c)) {
                    array[at++] = (byte) (0xe0 | c >> 12);
                    array[at++] = (byte) (0x80 | (c >> 6 & 0x3f));
                    array[at++] = (byte) (0x80 | (c & 0x3f));
                } else if (position < count && Character.isSurrogatePair(c, text.charAt(position))) {
                    int codePoint = Character.toCodePoint(c, text.charAt(position++));
                    array[at++] = (byte) (0xf0 | codePoint >> 18);
                    array[at++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
                    array[at++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
                    array[at++] = (byte) (0x80 | (codePoint & 0x3f));
                } else {
                    at = writeHex(c, array, at);
                }
            }
            out.length = at;
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

    /** Writes {@code c} as an escape with its number; returns the position after it. */
    private static int writeHex(char c, byte[] array, int at) {
        array[at] = '\\';
        array[at + 1] = 'u';
        array[at + 2] = HEX[c >> 12];
        array[at + 3] = HEX[c >> 8 & 0xf];
        array[at + 4] = HEX[c >> 4 & 0xf];
        array[at + 5] = HEX[c & 0xf];
        return at + MAX_BYTES_PER_CHAR;
    }
}
