package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/**
 * Recognises IPv6 literals in the forms of RFC 4291, section 2.2, and writes them as RFC 5952 says.
 *
 * <p>One pass from left to right. Groups are stored from the front; at the end of the text, those after {@code ::} move
 * to the back.
 */
final class Ipv6 {

    static final int GROUPS = 8;

    private Ipv6() {}

    static boolean matches(String text, int start, int end) {
        return read(text, start, end, null);
    }

    /**
     * Whether the part from {@code start} to {@code end} is a literal. Its groups are stored in {@code into}, unless
     * that is null.
     */
    static boolean read(String text, int start, int end, int @Nullable [] into) {
        if (end - start < 2) {
            return false;
        }
        int position = start;
        int count = 0;
        int gap = -1;
        if (text.charAt(start) == ':') {
            if (text.charAt(start + 1) != ':') {
                return false;
            }
            gap = 0;
            position += 2;
        }
        while (position < end) {
            int groupEnd = groupEnd(text, position, end);
            if (groupEnd < end && text.charAt(groupEnd) == '.') {
                return count <= GROUPS - 2
                        && ClientAddress.isIpv4(text, position, end)
                        && storeIpv4(text, position, end, into, count)
                        && isComplete(into, gap, count + 2);
            }
            if (groupEnd == position || count == GROUPS) {
                return false;
            }
            store(into, count++, text, position, groupEnd);
            if (groupEnd == end) {
                break;
            }
            if (text.charAt(groupEnd) != ':' || groupEnd + 1 == end) {
                return false;
            }
            position = groupEnd + 1;
            if (text.charAt(position) == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                position++;
            }
        }
        return isComplete(into, gap, count);
    }

    /**
     * The text of RFC 5952 for the literal from {@code start} to {@code end}: lower case, no leading zeros, {@code ::}
     * for the longest run of zero groups, the first of two equal ones, and an IPv4-mapped address with its IPv4 part.
     */
    static String canonical(String text, int start, int end) {
        int[] groups = new int[GROUPS];
        read(text, start, end, groups);
        if (isMapped(groups)) {
            return "::ffff:" + mapped(groups);
        }
        int gap = 0;
        int gapEnd = 0;
        for (int i = 0, zeros = 0; i < GROUPS; i++) {
            zeros = groups[i] == 0 ? zeros + 1 : 0;
            if (zeros > 1 && zeros > gapEnd - gap) {
                gap = i + 1 - zeros;
                gapEnd = i + 1;
            }
        }
        StringBuilder canonical = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i >= gap && i < gapEnd) {
                canonical.append(i == gap ? "::" : "");
            } else {
                canonical.append(i == 0 || i == gapEnd ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return canonical.toString();
    }

    /** Whether an address is an IPv4-mapped one, {@code ::ffff:0:0/96}. */
    static boolean isMapped(int[] groups) {
        return (groups[0] | groups[1] | groups[2] | groups[3] | groups[4]) == 0 && groups[5] == 0xffff;
    }

    /** The IPv4 literal in the last two groups. */
    static String mapped(int[] groups) {
        return (groups[6] >> 8) + "." + (groups[6] & 0xff) + '.' + (groups[7] >> 8) + '.' + (groups[7] & 0xff);
    }

    private static int groupEnd(String text, int start, int end) {
        int position = start;
        while (position < end && position - start < 4 && hexDigit(text.charAt(position)) >= 0) {
            position++;
        }
        return position;
    }

    private static void store(int @Nullable [] into, int index, String text, int start, int end) {
        if (into == null) {
            return;
        }
        int group = 0;
        for (int i = start; i < end; i++) {
            group = group << 4 | hexDigit(text.charAt(i));
        }
        into[index] = group;
    }

    private static boolean storeIpv4(String text, int start, int end, int @Nullable [] into, int index) {
        if (into == null) {
            return true;
        }
        int bits = 0;
        int number = 0;
        for (int i = start; i < end; i++) {
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
        return true;
    }

    private static boolean isComplete(int @Nullable [] into, int gap, int count) {
        if (gap < 0 || count >= GROUPS) {
            return gap < 0 && count == GROUPS;
        }
        if (into != null) {
            spread(into, gap, count);
        }
        return true;
    }

    private static void spread(int[] groups, int gap, int count) {
        for (int i = 1; i <= count - gap; i++) {
            int group = groups[count - i];
            groups[count - i] = 0;
            groups[GROUPS - i] = group;
        }
    }

    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
