package io.leadflux.reactor.emulator;

/** Whether a text is a URL cut to its domain: {@code http(s)://host} with at most one slash behind it. */
final class OriginUrl {

    private static final int MAX_HOST = 253;
    private static final int MAX_LABEL = 63;

    private OriginUrl() {}

    static boolean isOrigin(char[] text, int start, int end) {
        int host = hostStart(text, start, end);
        if (host < 0) {
            return false;
        }
        int hostEnd = end > host && text[end - 1] == '/' ? end - 1 : end;
        if (hostEnd - host > 2 && text[host] == '[' && text[hostEnd - 1] == ']') {
            return AddressLiteral.isIpv6(new String(text, host + 1, hostEnd - host - 2));
        }
        return isName(text, host, hostEnd);
    }

    private static int hostStart(char[] text, int start, int end) {
        if (startsWith(text, start, end, "https://")) {
            return start + 8;
        }
        return startsWith(text, start, end, "http://") ? start + 7 : -1;
    }

    private static boolean startsWith(char[] text, int start, int end, String lowerCase) {
        if (end - start < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            char c = text[start + i];
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Labels of letters, digits, hyphens and underscores; anything else, a colon or an at sign too, is no host. */
    private static boolean isName(char[] text, int start, int end) {
        int stop = end > start && text[end - 1] == '.' ? end - 1 : end;
        if (stop == start || stop - start > MAX_HOST) {
            return false;
        }
        int labelStart = start;
        boolean numeric = true;
        for (int i = start; i <= stop; i++) {
            if (i == stop || text[i] == '.') {
                if (!isLabel(text, labelStart, i)) {
                    return false;
                }
                numeric = isNumeric(text, labelStart, i);
                labelStart = i + 1;
            }
        }
        return !numeric || AddressLiteral.isIpv4(text, start, stop);
    }

    private static boolean isLabel(char[] text, int start, int end) {
        if (end == start || end - start > MAX_LABEL || text[start] == '-' || text[end - 1] == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (!Characters.isLetterOrDigit(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return !hasPunycode(text, start, end) || isPunycode(text, start + 4, end);
    }

    /** Digits, or what a URL parser takes for a hexadecimal number, perhaps one without a digit. */
    private static boolean isNumeric(char[] text, int start, int end) {
        boolean hexadecimal = end - start > 1 && text[start] == '0' && (text[start + 1] | 0x20) == 'x';
        for (int i = hexadecimal ? start + 2 : start; i < end; i++) {
            int lower = text[i] | 0x20;
            boolean letter = hexadecimal && lower >= 'a' && lower <= 'f';
            if (!letter && !Characters.isDigit(text[i])) {
                return false;
            }
        }
        return true;
    }

    // ---- xn--
    // --------------------------------------------------------------------------------------------------------

    private static boolean hasPunycode(char[] text, int start, int end) {
        return end - start >= 4
                && (text[start] | 0x20) == 'x'
                && (text[start + 1] | 0x20) == 'n'
                && text[start + 2] == '-'
                && text[start + 3] == '-';
    }

    /** Decodes as RFC 3492 says in section 6.2, except that characters are counted and not stored. */
    private static boolean isPunycode(char[] text, int start, int end) {
        int input = start;
        int output = 0;
        for (int i = start; i < end; i++) {
            if (text[i] == '-') {
                input = i + 1;
                output = i - start;
            }
        }
        if (input == end || (input == start + 1 && output == 0)) {
            return false;
        }
        long n = 0x80;
        long i = 0;
        int bias = 72;
        for (boolean first = true; input < end; first = false) {
            long old = i;
            long w = 1;
            int k = 36;
            while (true) {
                int digit = input == end ? -1 : digitValue(text[input++]);
                i += w * digit;
                if (digit < 0 || i >= 1L << 31) {
                    return false;
                }
                int t = Math.max(1, Math.min(26, k - bias));
                if (digit < t) {
                    break;
                }
                w *= 36 - t;
                if (w >= 1L << 31) {
                    return false;
                }
                k += 36;
            }
            output++;
            bias = nextBias(i - old, output, first);
            n += i / output;
            i = i % output + 1;
            if (n > Character.MAX_CODE_POINT || isNoCharacter((int) n)) {
                return false;
            }
        }
        return true;
    }

    /** What no registry lets into a name, whatever its scripts: controls, halves of pairs, private use, nothing. */
    private static boolean isNoCharacter(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE -> true;
            default -> (c & 0xffff) >= 0xfffe || c >= 0xf0000;
        };
    }

    private static int digitValue(char c) {
        if (Characters.isDigit(c)) {
            return 26 + c - '0';
        }
        return Characters.isLetter(c) ? (c | 0x20) - 'a' : -1;
    }

    private static int nextBias(long delta, int points, boolean first) {
        long rest = first ? delta / 700 : delta / 2;
        rest += rest / points;
        int k = 0;
        for (; rest > 455; rest /= 35) {
            k += 36;
        }
        return (int) (k + 36 * rest / (rest + 38));
    }
}
