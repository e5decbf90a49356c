package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/**
 * An identifier as a log or an error message may show it. An id may hold anything until it is validated, and what is
 * refused is logged most of all.
 *
 * <p>Shown are ids of 1 to 64 ASCII letters, digits and {@code - _ . :}. Withheld are all others, and those that may be
 * personal data: more than six digits without a letter, like a telephone number, and 32 hexadecimal digits in a row or
 * more, like a hash. A UUID and an id that the client assigns are shown.
 */
public final class LoggableId {

    /** What stands in place of an id that is not shown. */
    public static final String WITHHELD = "(withheld)";

    private static final int MAX_LENGTH = 64;
    private static final int MAX_DIGITS = 6;
    private static final int HASH_LENGTH = 32;

    private LoggableId() {}

    /** The id, or {@value #WITHHELD}; {@code null} for null. */
    public static String of(@Nullable String id) {
        if (id == null) {
            return "null";
        }
        boolean plain = !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(LoggableId::isPlain);
        return plain && !isDigitsOnly(id) && !holdsHash(id) ? id : WITHHELD;
    }

    private static boolean isPlain(int c) {
        return isDigit(c) || isLetter(c) || c == '-' || c == '_' || c == '.' || c == ':';
    }

    private static boolean isDigitsOnly(String id) {
        return id.chars().noneMatch(LoggableId::isLetter)
                && id.chars().filter(LoggableId::isDigit).count() > MAX_DIGITS;
    }

    private static boolean holdsHash(String id) {
        int run = 0;
        for (int i = 0; i < id.length() && run < HASH_LENGTH; i++) {
            run = isHex(id.charAt(i)) ? run + 1 : 0;
        }
        return run == HASH_LENGTH;
    }

    private static boolean isHex(int c) {
        int lower = c | 0x20;
        return isDigit(c) || (lower >= 'a' && lower <= 'f');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
