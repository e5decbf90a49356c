package io.leadflux.event;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * IP literals for {@code user_data.client_ip_address}: recognises them, and cleans what a socket or a proxy header gives.
 *
 * <p>Nothing here looks a name up.
 */
public final class ClientAddress {

    private static final int IPV6_GROUPS = 8;

    private ClientAddress() {}

    /**
     * The address alone, as the provider takes it: white space around it, IPv6 brackets, zone and port are stripped, and
     * an IPv4-mapped IPv6 address becomes IPv4. {@code [::ffff:192.0.2.7%eth0]:443} gives {@code 192.0.2.7}.
     *
     * <p>What holds no single address, such as a list of proxies or a host name, comes back unchanged: the validator then
     * names what is wrong with it.
     */
    public static String normalize(String address) {
        String bare = withoutPortAndBrackets(requireNonNull(address, "address").strip());
        int zone = bare.indexOf('%');
        if (zone > 0 && isIpv6(bare.substring(0, zone))) {
            bare = bare.substring(0, zone);
        }
        if (isIpv4(bare)) {
            return bare;
        }
        return isIpv6(bare) ? unmapped(bare) : address;
    }

    private static String withoutPortAndBrackets(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean endsThere = close == text.length() - 1;
            return close > 0 && (endsThere || isPort(text, close + 1)) ? text.substring(1, close) : text;
        }
        int colon = text.indexOf(':');
        boolean onlyColon = colon > 0 && colon == text.lastIndexOf(':');
        return onlyColon && isPort(text, colon) ? text.substring(0, colon) : text;
    }

    private static boolean isPort(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String unmapped(String ipv6) {
        int[] groups = new int[IPV6_GROUPS];
        parseIpv6(ipv6, groups);
        for (int i = 0; i < 5; i++) {
            if (groups[i] != 0) {
                return ipv6;
            }
        }
        if (groups[5] != 0xffff) {
            return ipv6;
        }
        return (groups[6] >> 8) + "." + (groups[6] & 0xff) + '.' + (groups[7] >> 8) + '.' + (groups[7] & 0xff);
    }

    /** Whether {@code text} is exactly one IPv4 or IPv6 literal, with nothing around it. */
    public static boolean isLiteral(String text) {
        return isIpv4(text) || isIpv6(text);
    }

    /** Whether {@code text} is four decimal numbers from 0 to 255 with dots between them and no leading zeros. */
    public static boolean isIpv4(String text) {
        return isIpv4(text, 0, text.length());
    }

    private static boolean isIpv4(String text, int start, int end) {
        int position = start;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (position >= end || text.charAt(position) != '.') {
                    return false;
                }
                position++;
            }
            int digitsStart = position;
            int number = 0;
            while (position < end && position - digitsStart < 3 && isDigit(text.charAt(position))) {
                number = number * 10 + text.charAt(position) - '0';
                position++;
            }
            int digits = position - digitsStart;
            if (digits == 0 || number > 255 || (digits > 1 && text.charAt(digitsStart) == '0')) {
                return false;
            }
        }
        return position == end;
    }

    /**
     * Whether {@code text} is an IPv6 literal in one of the forms of RFC 4291, section 2.2: eight groups, one run of zero
     * groups as {@code ::}, the last two groups possibly as IPv4. Without brackets and without a zone.
     */
    public static boolean isIpv6(String text) {
        return parseIpv6(text, null);
    }

    // Groups before "::" are stored from the front; those behind it are moved to the back at the end.
    private static boolean parseIpv6(String text, int @Nullable [] into) {
        int length = text.length();
        int position = 0;
        int count = 0;
        int gap = -1;
        if (length < 2 || length > 45) {
            return false;
        }
        if (text.charAt(0) == ':') {
            if (text.charAt(1) != ':') {
                return false;
            }
            gap = 0;
            position = 2;
        }
        while (position < length) {
            int groupStart = position;
            int group = 0;
            while (position < length && position - groupStart < 4 && hexDigit(text.charAt(position)) >= 0) {
                group = group << 4 | hexDigit(text.charAt(position));
                position++;
            }
            boolean dotted = position < length && text.charAt(position) == '.';
            if (dotted) {
                if (count > IPV6_GROUPS - 2 || !isIpv4(text, groupStart, length)) {
                    return false;
                }
                storeIpv4(text, groupStart, into, count);
                count += 2;
                position = length;
                break;
            }
            if (position == groupStart || count == IPV6_GROUPS) {
                return false;
            }
            store(into, count++, group);
            if (position == length) {
                break;
            }
            if (text.charAt(position) != ':') {
                return false;
            }
            position++;
            if (position == length) {
                return false;
            }
            if (text.charAt(position) == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                position++;
            }
        }
        if (gap < 0) {
            return count == IPV6_GROUPS;
        }
        if (count == IPV6_GROUPS) {
            return false;
        }
        spreadGap(into, gap, count);
        return true;
    }

    private static void store(int @Nullable [] into, int index, int group) {
        if (into != null) {
            into[index] = group;
        }
    }

    private static void storeIpv4(String text, int start, int @Nullable [] into, int index) {
        if (into == null) {
            return;
        }
        int bits = 0;
        int number = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                bits = bits << 8 | number;
                number = 0;
            } else {
                number = number * 10 + c - '0';
            }
        }
        bits = bits << 8 | number;
        into[index] = bits >>> 16;
        into[index + 1] = bits & 0xffff;
    }

    private static void spreadGap(int @Nullable [] into, int gap, int count) {
        if (into == null) {
            return;
        }
        int behind = count - gap;
        for (int i = 1; i <= behind; i++) {
            int group = into[count - i];
            into[count - i] = 0;
            into[IPV6_GROUPS - i] = group;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
