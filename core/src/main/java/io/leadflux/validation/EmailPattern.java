package io.leadflux.validation;

/**
 * What counts as an e-mail address within a text: a character of a local part, {@code @}, and a domain.
 *
 * <p>The {@code @} may be percent-encoded, even twice ({@code %40}, {@code %2540}). A domain is a run of letters,
 * digits, hyphens and dots that has a top-level domain: after a letter or digit a dot, then two or more letters with
 * neither letter nor digit after them. So {@code jane@example.com-17} counts. {@code lib@1.2.3}, {@code user@localhost}
 * and {@code app@2.0.x86} do not. Letters beyond ASCII count as letters.
 *
 * <p>A domain holds no {@code @} and no {@code %}, so the search takes linear time on any text.
 */
final class EmailPattern {

    private EmailPattern() {}

    /** Whether {@code text} holds an address; a character {@code @} at {@code ignoredAt} is ignored. */
    static boolean isIn(String text, int ignoredAt) {
        for (int i = 1; i < text.length(); i++) {
            int domain = afterAt(text, i);
            if (domain > 0 && i != ignoredAt && endsLocalPart(text.charAt(i - 1)) && beginsWithDomain(text, domain)) {
                return true;
            }
        }
        return false;
    }

    // The index after an @ at i, encoded or not; -1 when there is none.
    private static int afterAt(String text, int i) {
        char c = text.charAt(i);
        if (c == '@') {
            return i + 1;
        }
        if (c != '%') {
            return -1;
        }
        int code = i + 1;
        while (text.startsWith("25", code)) {
            code += 2;
        }
        return text.startsWith("40", code) ? code + 2 : -1;
    }

    private static boolean endsLocalPart(char c) {
        return isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.\"".indexOf(c) >= 0;
    }

    private static boolean beginsWithDomain(String text, int start) {
        boolean labelBefore = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (labelBefore && beginsWithTopLevel(text, i + 1)) {
                    return true;
                }
                labelBefore = false;
            } else if (isLetterOrDigit(c)) {
                labelBefore = true;
            } else if (c != '-') {
                return false;
            }
        }
        return false;
    }

    private static boolean beginsWithTopLevel(String text, int start) {
        int end = start;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        return end - start >= 2 && (end == text.length() || !isLetterOrDigit(text.charAt(end)));
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || isLetter(c);
    }

    private static boolean isLetter(char c) {
        if (c >= 0x80) {
            return Character.isLetterOrDigit(c);
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
