package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/** What kinds of characters texts hold, as bits: the union of the kinds of all their characters. */
final class Characters {

    /** Set in every answer, so that 0 can stand for none. */
    static final int LOOKED_AT = 1;
    /** A control character, a quotation mark, a backslash, or anything beyond ASCII. */
    static final int NOT_PLAIN = 1 << 1;
    /** What an e-mail address, a telephone number or a hash of one cannot do without. */
    static final int CONSPICUOUS = 1 << 2;
    /** Anything but a hexadecimal digit. */
    private static final int NOT_HEX = 1 << 3;
    /** Anything but digits and what people write between them in a telephone number. */
    private static final int NOT_PHONE = 1 << 4;

    /** How many bits are kept for the kinds. */
    static final int BITS = 6;

    private static final int WORDS = NOT_HEX | NOT_PHONE;

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
        boolean digit = c >= '0' && c <= '9';
        boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        boolean phone = digit || " -.()/+".indexOf(c) >= 0;
        int kind = LOOKED_AT | (plain ? 0 : NOT_PLAIN) | (conspicuous ? CONSPICUOUS : 0);
        return kind | (hex ? 0 : NOT_HEX) | (phone ? 0 : NOT_PHONE);
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

    /**
     * The same for what names a visitor or an event, where a telephone number or a hash may hide: conspicuous is also what
     * holds nothing but hexadecimal digits, or nothing but what a telephone number is written with.
     */
    static int ofIdentifier(@Nullable String text) {
        int kinds = of(text);
        return text == null || (kinds & WORDS) == WORDS ? kinds : kinds | CONSPICUOUS;
    }

    /** How many characters {@code text} has. */
    static int count(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
