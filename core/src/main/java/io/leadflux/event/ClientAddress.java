package io.leadflux.event;

import static java.util.Objects.requireNonNull;

/**
 * IP literals for {@code user_data.client_ip_address}: recognises them, and extracts one from a socket's or a proxy's
 * text.
 *
 * <p>No method looks up a name.
 */
public final class ClientAddress {

    private ClientAddress() {}

    /**
     * Returns the address alone, as the provider takes it. White space around it, IPv6 brackets, zone and port are
     * removed, and an IPv4-mapped IPv6 address becomes IPv4: {@code [::ffff:192.0.2.7%eth0]:443} becomes {@code
     * 192.0.2.7}. Any other IPv6 address gets the text of RFC 5952, so that one address is always one text:
     * {@code 2001:DB8:0:0:0:0:0:7} becomes {@code 2001:db8::7}.
     *
     * <p>A text that is not a single address, such as a list of proxies or a host name, is returned unchanged. The
     * validator then says what is wrong with it.
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
        return isIpv6(bare) ? canonical(bare) : address;
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
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        return port <= 65_535;
    }

    private static String canonical(String ipv6) {
        int[] groups = new int[Ipv6.GROUPS];
        Ipv6.read(ipv6, 0, ipv6.length(), groups);
        return Ipv6.isMapped(groups) ? Ipv6.mapped(groups) : Ipv6.canonical(ipv6, 0, ipv6.length());
    }

    /** Whether {@code text} is exactly one IPv4 or IPv6 literal, with nothing around it. */
    public static boolean isLiteral(String text) {
        return isLiteral(text, 0, text.length());
    }

    static boolean isLiteral(String text, int start, int end) {
        return isIpv4(text, start, end) || Ipv6.matches(text, start, end);
    }

    /**
     * Whether {@code text} is an IPv4 literal: four decimal numbers from 0 to 255, without leading zeros, joined by
     * dots.
     */
    public static boolean isIpv4(String text) {
        return isIpv4(text, 0, text.length());
    }

    static boolean isIpv4(String text, int start, int end) {
        return end - start <= Ipv4.MAX_LENGTH && Ipv4.matches(text, start, end);
    }

    /**
     * Whether {@code text} is an IPv6 literal without brackets and zone. All forms of RFC 4291, section 2.2, count: one run
     * of zero groups may be written as {@code ::}, and the last two groups as IPv4.
     */
    static boolean isIpv6(String text) {
        return Ipv6.matches(text, 0, text.length());
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
