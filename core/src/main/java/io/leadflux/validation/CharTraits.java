package io.leadflux.validation;

/**
 * What one pass over a string tells about its characters, as bits: the union of the kinds of all characters.
 *
 * <p>A clear bit is a proof of absence, so most strings need no second look.
 */
final class CharTraits {

    /** A character that is not white space, or one beyond ASCII. */
    static final int VISIBLE = 1;
    /** A control character of ASCII. */
    static final int CONTROL = 1 << 1;

    static final int AT = 1 << 2;
    static final int PERCENT = 1 << 3;
    static final int PLUS = 1 << 4;
    /** Anything but a hexadecimal digit. */
    static final int NOT_HEX = 1 << 5;
    /** Anything but digits and what people write between them in a telephone number. */
    static final int NOT_PHONE = 1 << 6;
    /** Anything beyond ASCII: white space, controls of C1, halves of a surrogate pair and all else. */
    static final int BEYOND_ASCII = 1 << 7;

    private static final int ASCII = 128;
    private static final byte[] KINDS = new byte[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            KINDS[c] = (byte) kind(c);
        }
    }

    private CharTraits() {}

    private static int kind(char c) {
        boolean control = c < ' ' || c == 0x7f;
        boolean digit = c >= '0' && c <= '9';
        boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        int kind = control ? CONTROL : 0;
        kind |= control || c == ' ' ? 0 : VISIBLE;
        kind |= c == '@' ? AT : 0;
        kind |= c == '%' ? PERCENT : 0;
        kind |= c == '+' ? PLUS : 0;
        kind |= hex ? 0 : NOT_HEX;
        return kind | (digit || " -.()/+".indexOf(c) >= 0 ? 0 : NOT_PHONE);
    }

    /**
     * The traits of a text. Where it goes beyond ASCII, bits besides {@link #BEYOND_ASCII} may be set in vain.
     *
     * <p>It reads eight characters per turn without a branch on any. Each gives its kind in the low byte and itself above
     * it, so that one look at the end finds characters beyond ASCII.
     */
    static int of(String text) {
        int length = text.length();
        int seen = 0;
        int i = 0;
        for (; i < length - 7; i += 8) {
            seen |= look(text, i) | look(text, i + 1) | look(text, i + 2) | look(text, i + 3);
            seen |= look(text, i + 4) | look(text, i + 5) | look(text, i + 6) | look(text, i + 7);
        }
        for (; i < length; i++) {
            seen |= look(text, i);
        }
        int kinds = seen & ASCII - 1;
        return seen >>> 15 == 0 ? kinds : kinds | VISIBLE | NOT_HEX | BEYOND_ASCII;
    }

    private static int look(String text, int i) {
        char c = text.charAt(i);
        return c << 8 | KINDS[c & ASCII - 1];
    }

    static boolean has(int traits, int kinds) {
        return (traits & kinds) != 0;
    }

    /** Whether the string of these traits is empty or holds white space only; a tab is white space here, a NUL is not. */
    static boolean isBlank(String text, int traits) {
        if (has(traits, VISIBLE) && !has(traits, BEYOND_ASCII)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isWhiteSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isWhiteSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
