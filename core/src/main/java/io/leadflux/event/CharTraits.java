package io.leadflux.event;

/**
 * What the characters of a text are, as bits: the union of the kinds of all characters.
 *
 * <p>A clear bit proves that no character is of that kind, so most texts need one pass only. Made for Leadflux's own
 * modules.
 */
public final class CharTraits {

    /** A character that is not white space. A tab is white space, a NUL is not. */
    public static final int VISIBLE = 1;
    /** Any character but printable ASCII without {@code "} and {@code \}. */
    public static final int NOT_PLAIN = 1 << 1;
    /** A control character (C0, DEL or C1) or half of a surrogate pair. */
    public static final int CONTROL_OR_SURROGATE = 1 << 2;
    /** The character {@code @}. */
    public static final int AT = 1 << 3;
    /** The character {@code %}. */
    public static final int PERCENT = 1 << 4;
    /** The character {@code +}. */
    public static final int PLUS = 1 << 5;
    /** Any character but a hexadecimal digit. */
    public static final int NOT_HEX = 1 << 6;
    /**
     * Any character but digits and what separates them in a telephone number: space, no-break space, {@code -.()/+}.
     */
    public static final int NOT_PHONE = 1 << 7;

    /** The kinds of every character, a bit each. */
    private static final byte[] KINDS = new byte[1 << Character.SIZE];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            KINDS[c] = (byte) kinds((char) c);
        }
    }

    private CharTraits() {}

    private static int kinds(char c) {
        boolean whiteSpace = Character.isWhitespace(c) || Character.isSpaceChar(c);
        boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
        boolean controlOrSurrogate = Character.isISOControl(c) || Character.isSurrogate(c);
        boolean digit = c >= '0' && c <= '9';
        boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        boolean phone = digit || " \u00a0-.()/+".indexOf(c) >= 0;
        int kinds = whiteSpace ? 0 : VISIBLE;
        kinds |= plain ? 0 : NOT_PLAIN;
        kinds |= controlOrSurrogate ? CONTROL_OR_SURROGATE : 0;
        kinds |= c == '@' ? AT : c == '%' ? PERCENT : c == '+' ? PLUS : 0;
        kinds |= hex ? 0 : NOT_HEX;
        return kinds | (phone ? 0 : NOT_PHONE);
    }

    /**
     * The traits of {@code text}; 0 when it is empty.
     *
     * <p>One load per character and no branch on any; the compiler unrolls the loop.
     */
    public static int of(String text) {
        int kinds = 0;
        for (int i = 0; i < text.length(); i++) {
            kinds |= KINDS[text.charAt(i)];
        }
        return kinds & 0xff;
    }

    /** Whether a character is of one of {@code kinds}. */
    public static boolean has(int traits, int kinds) {
        return (traits & kinds) != 0;
    }

    /** Whether a text of these traits is empty or holds white space only. */
    public static boolean isBlank(int traits) {
        return !has(traits, VISIBLE);
    }

    /** Whether {@code c} is white space; a tab is, a NUL is not. */
    public static boolean isWhiteSpace(char c) {
        return isBlank(KINDS[c]);
    }

    /**
     * Whether {@code text} holds one or more ASCII digits and nothing else.
     *
     * <p>There is no branch on any character: one that is not a digit makes one of the differences negative.
     */
    public static boolean areDigits(String text) {
        int signs = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            signs |= (c - '0') | ('9' - c);
        }
        return signs >= 0 && !text.isEmpty();
    }
}
