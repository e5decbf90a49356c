package io.leadflux.event;

import static java.util.Objects.requireNonNull;

import java.net.IDN;
import java.util.Locale;

/**
 * Truncates a URL to what {@code event_source_url} may carry: scheme and host.
 *
 * <p>Messages of the exceptions never repeat the URL, whose path or query may identify a person.
 */
public final class DomainUrl {

    private static final int MAX_HOST_LENGTH = 253;

    private DomainUrl() {}

    /**
     * The domain of an absolute URL, for example {@code https://shop.example} for
     * {@code HTTPS://user@Shop.Example:8443/a?b#c}. Scheme and host are lower-cased and an international name becomes its
     * ASCII form; user info, port, path, query and fragment are gone.
     *
     * @throws IllegalArgumentException when {@code url} is not an absolute {@code http} or {@code https} URL with a
     *     well-formed host
     */
    public static String truncate(String url) {
        requireNonNull(url, "url");
        String scheme = scheme(url);
        int start = scheme.length() + "://".length();
        return scheme + "://" + asciiHost(hostOf(url, start));
    }

    private static String scheme(String url) {
        if (url.regionMatches(true, 0, "https://", 0, 8)) {
            return "https";
        }
        if (url.regionMatches(true, 0, "http://", 0, 7)) {
            return "http";
        }
        throw new IllegalArgumentException("url must be absolute and begin with http:// or https://");
    }

    private static String hostOf(String url, int start) {
        int end = start;
        int hostStart = start;
        while (end < url.length() && !endsAuthority(url.charAt(end))) {
            if (url.charAt(end) == '@') {
                hostStart = end + 1;
            }
            end++;
        }
        if (hostStart < end && url.charAt(hostStart) == '[') {
            int close = url.indexOf(']', hostStart);
            if (close < 0 || close >= end) {
                throw new IllegalArgumentException("url has an IPv6 host without its closing bracket");
            }
            return url.substring(hostStart, close + 1);
        }
        int colon = url.indexOf(':', hostStart);
        return url.substring(hostStart, colon >= 0 && colon < end ? colon : end);
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == '\\';
    }

    private static String asciiHost(String host) {
        if (host.startsWith("[")) {
            String literal = host.substring(1, host.length() - 1);
            if (!ClientAddress.isIpv6(literal)) {
                throw new IllegalArgumentException("url has a host in brackets that is no IPv6 literal");
            }
            return host.toLowerCase(Locale.ROOT);
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw malformedHost();
        }
        if (!isHost(ascii)) {
            throw malformedHost();
        }
        return ascii;
    }

    // The cause is left out on purpose: its message may quote the host.
    private static IllegalArgumentException malformedHost() {
        return new IllegalArgumentException("url has no well-formed host");
    }

    /**
     * Whether {@code host} is a well-formed ASCII host: dot-separated labels of letters, digits, hyphens and underscores,
     * 1 to 63 long, neither beginning nor ending with a hyphen, 253 characters at most; an IPv4 literal where the last
     * label is all digits. One trailing dot is allowed. An IPv6 literal stands in brackets.
     */
    public static boolean isHost(String host) {
        requireNonNull(host, "host");
        if (host.startsWith("[")) {
            return host.endsWith("]") && ClientAddress.isIpv6(host.substring(1, host.length() - 1));
        }
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        if (end < 1 || end > MAX_HOST_LENGTH) {
            return false;
        }
        int labelStart = 0;
        for (int i = 0; i <= end; i++) {
            if (i == end || host.charAt(i) == '.') {
                if (!isLabel(host, labelStart, i)) {
                    return false;
                }
                labelStart = i + 1;
            }
        }
        return !lastLabelIsNumeric(host, end) || ClientAddress.isIpv4(host.substring(0, end));
    }

    private static boolean isLabel(String host, int start, int end) {
        if (end == start || end - start > 63 || host.charAt(start) == '-' || host.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = host.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    private static boolean lastLabelIsNumeric(String host, int end) {
        for (int i = end - 1; i >= 0 && host.charAt(i) != '.'; i--) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
