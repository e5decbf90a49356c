package io.leadflux.reactor.webflux;

/**
 * The text of a header as its sender meant it.
 *
 * <p>Servers hand the bytes of a header over as Latin-1, while browsers and apps write UTF-8. So each well-formed UTF-8
 * sequence is decoded, and any other byte stays the letter that it is in Latin-1. A text with letters beyond Latin-1 was
 * decoded by the server. In both, control characters and halves of surrogate pairs are dropped; a tab becomes a space.
 */
final class HeaderText {

    private HeaderText() {}

    /** {@code raw} as its sender meant it; the same text if it is printable ASCII. Linear in its length. */
    static String read(String raw) {
        int first = 0;
        while (first < raw.length() && raw.charAt(first) >= ' ' && raw.charAt(first) < 0x7f) {
            first++;
        }
        if (first == raw.length()) {
            return raw;
        }
        boolean bytes = raw.chars().allMatch(c -> c <= 0xff);
        StringBuilder text = new StringBuilder(raw.length()).append(raw, 0, first);
        for (int i = first; i < raw.length(); ) {
            int length = bytes ? sequence(raw, i) : 1;
            int c = length > 1 ? decoded(raw, i, length) : raw.codePointAt(i);
            append(text, c);
            i += length > 1 ? length : Character.charCount(c);
        }
        return text.toString();
    }

    /** {@code text}, or as much of its beginning as fits into {@code maxLength} without cutting a character in two. */
    static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(maxLength - 1))
                && Character.isLowSurrogate(text.charAt(maxLength));
        return text.substring(0, splitsPair ? maxLength - 1 : maxLength);
    }

    private static void append(StringBuilder text, int c) {
        if (c == '\t') {
            text.append(' ');
        } else if (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE) {
            text.appendCodePoint(c);
        }
    }

    /** The length of the well-formed UTF-8 sequence at {@code i}, by table 3-7 of the Unicode standard; 1 if none. */
    private static int sequence(String raw, int i) {
        int lead = raw.charAt(i);
        int length = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (length == 1 || i + length > raw.length()) {
            return 1;
        }
        int second = raw.charAt(i + 1);
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        boolean wellFormed = second >= least && second <= most;
        for (int k = 2; k < length; k++) {
            wellFormed &= (raw.charAt(i + k) & 0xc0) == 0x80;
        }
        return wellFormed ? length : 1;
    }

    private static int decoded(String raw, int i, int length) {
        int c = raw.charAt(i) & (0xff >> (length + 1));
        for (int k = 1; k < length; k++) {
            c = c << 6 | (raw.charAt(i + k) & 0x3f);
        }
        return c;
    }
}
