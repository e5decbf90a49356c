package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/** What kinds of characters texts hold, as bits: the union of the kinds of all their characters. */
final class Characters {

    /** Set in every answer, so that 0 can stand for none. */
    static final int LOOKED_AT = 1;
    /** A control character, a quotation mark, a backslash, or anything beyond ASCII. */
    static final int NOT_PLAIN = 1 << 1;
    /** An {@code @}, {@code %} or {@code +}. */
    static final int CONSPICUOUS = 1 << 2;

    private static final byte[] KINDS = new byte[1 << Character.SIZE];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            KINDS[c] = (byte) kind((char) c);
        }
    }

    private Characters() {}

    private static int kind(char c) {
        boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
        boolean conspicuous = c == '@' || c == '%' || c == '+';
        return LOOKED_AT | (plain ? 0 : NOT_PLAIN) | (conspicuous ? CONSPICUOUS : 0);
    }

    /**
     * The kinds of the characters of {@code text}.
     *
     * <p>It reads eight characters per turn without a branch on any, and the last eight perhaps twice.
     */
    static int of(@Nullable String text) {
        if (text == null) {
            return LOOKED_AT;
        }
        int last = text.length() - 8;
        if (last < 0) {
            return ofFew(text);
        }
        int kinds = eight(text, last);
        for (int i = 0; i < last; i += 8) {
            kinds |= eight(text, i);
        }
        return kinds;
    }

    private static int ofFew(String text) {
        int kinds = LOOKED_AT;
        for (int i = 0; i < text.length(); i++) {
            kinds |= kindAt(text, i);
        }
        return kinds;
    }

    // Joined as a tree, so that none waits for all before it.
    private static int eight(String text, int i) {
        return (kindAt(text, i) | kindAt(text, i + 1) | kindAt(text, i + 2) | kindAt(text, i + 3))
                | (kindAt(text, i + 4) | kindAt(text, i + 5) | kindAt(text, i + 6) | kindAt(text, i + 7));
    }

    private static int kindAt(String text, int i) {
        return KINDS[text.charAt(i)];
    }
}
