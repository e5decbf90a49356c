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

    /** The kinds of the characters of {@code text}; a plain loop, which the compiler unrolls. */
    static int of(@Nullable String text) {
        int kinds = LOOKED_AT;
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                kinds |= KINDS[text.charAt(i)];
            }
        }
        return kinds;
    }
}
