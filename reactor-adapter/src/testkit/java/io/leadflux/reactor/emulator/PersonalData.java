package io.leadflux.reactor.emulator;

/**
 * E-mail addresses, telephone numbers and hashes of them, which the provider forbids anywhere.
 *
 * <p>Only what is hardly anything else is named: an e-mail address anywhere in a text (its at sign may be written
 * {@code %40}), a text that is a whole E.164 number with its plus sign, and a text of exactly 64 hexadecimal digits
 * that are not all decimal ones, the form of a SHA-256.
 */
final class PersonalData {

    private static final int SHA_256_DIGITS = 64;

    private PersonalData() {}

    static boolean hasEmail(char[] text, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            char c = text[i];
            if (c == '@' && isEmailAround(text, start, i, i + 1, end)) {
                return true;
            }
            boolean encoded = c == '%' && i + 2 < end && text[i + 1] == '4' && text[i + 2] == '0';
            if (encoded && isEmailAround(text, start, i, i + 3, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEmailAround(char[] text, int start, int at, int domain, int end) {
        char before = text[at - 1];
        boolean hasLocalPart = at > start && (Characters.isLetterOrDigit(before) || "._+-".indexOf(before) >= 0);
        if (!hasLocalPart || domain >= end || !Characters.isLetterOrDigit(text[domain])) {
            return false;
        }
        for (int i = domain + 1; i < end; i++) {
            char c = text[i];
            boolean emptyLabel = c == '.' && text[i - 1] == '.';
            if (emptyLabel || (!Characters.isLetterOrDigit(c) && c != '-' && c != '.')) {
                return false;
            }
            if (c == '.' && isTopLevel(text, i + 1, end)) {
                return true;
            }
        }
        return false;
    }

    /** Two letters or more, and no digit behind them: no top-level domain has a digit, but for those that begin xn--. */
    private static boolean isTopLevel(char[] text, int start, int end) {
        int stop = start;
        while (stop < end && Characters.isLetter(text[stop])) {
            stop++;
        }
        return stop - start >= 2 && (stop == end || !Characters.isDigit(text[stop]));
    }

    static boolean isPhone(char[] text, int start, int end) {
        int digits = end - start - 1;
        return digits >= 10
                && digits <= 15
                && text[start] == '+'
                && text[start + 1] != '0'
                && Characters.isDigits(text, start + 1, end);
    }

    static boolean isHash(char[] text, int start, int end) {
        if (end - start != SHA_256_DIGITS || Characters.isDigits(text, start, end)) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char lower = (char) (text[i] | 0x20);
            if (!Characters.isDigit(text[i]) && (lower < 'a' || lower > 'f')) {
                return false;
            }
        }
        return true;
    }
}
