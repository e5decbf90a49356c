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
        return true;
    }

    private static boolean isNumeric(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Characters.isDigit(text[i])) {
                return false;
            }
        }
        return true;
    }
}
