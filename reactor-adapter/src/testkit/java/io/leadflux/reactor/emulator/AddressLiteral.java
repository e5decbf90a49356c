package io.leadflux.reactor.emulator;

/** Whether a text is exactly one IP literal: dotted-quad IPv4, or IPv6 by RFC 4291 without brackets and zone. */
final class AddressLiteral {

    private static final int MAX_LENGTH = 45;

    private AddressLiteral() {}

    static boolean isLiteral(char[] text, int start, int end) {
        if (isIpv4(text, start, end)) {
            return true;
        }
        return end - start <= MAX_LENGTH && isIpv6(new String(text, start, end - start));
    }

    static boolean isIpv4(char[] text, int start, int end) {
        int dots = 0;
        int digits = 0;
        int number = 0;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c == '.') {
                if (digits == 0 || ++dots > 3) {
                    return false;
                }
                digits = 0;
                number = 0;
            } else {
                boolean leadingZero = digits > 0 && number == 0;
                if (c < '0' || c > '9' || leadingZero) {
                    return false;
                }
                number = number * 10 + c - '0';
                if (++digits > 3 || number > 255) {
                    return false;
                }
            }
        }
        return dots == 3 && digits > 0;
    }

    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
        String rest = text.substring(gap + 2);
        int behind = rest.isEmpty() ? 0 : groups(rest, true);
        return before >= 0 && behind >= 0 && before + behind <= 7;
    }

    /** The number of 16-bit groups in a colon-separated list, or -1 when it is none. */
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (isGroup(parts[i])) {
                count++;
            } else if (last && mayEndInIpv4 && isIpv4(parts[i].toCharArray(), 0, parts[i].length())) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    private static boolean isGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!hex) {
                return false;
            }
        }
        return true;
    }
}
