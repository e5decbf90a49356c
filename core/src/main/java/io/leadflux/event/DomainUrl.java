package io.leadflux.event;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Objects;

/**
 * Truncates a URL to the part that {@code event_source_url} may hold: scheme and host.
 *
 * <p>Exception messages never repeat the URL, whose path or query may identify a person.
 */
public final class DomainUrl {

    private static final int MAX_HOST_LENGTH = 253;
    private static final int MAX_LABEL_LENGTH = 63;
    private static final int MAX_PORT = 65_535;

    // The kind of a character in a name and, in the higher bits, the kinds that may not follow it.
    private static final int DOT = 1;
    private static final int HYPHEN = 1 << 1;
    private static final int DOT_OR_HYPHEN = DOT | HYPHEN;
    private static final int X = 1 << 2;
    private static final int OTHER = 1 << 3;
    private static final int FORBIDS = 4;
    private static final byte[] KINDS = new byte[128];

    static {
        for (char c = 0; c < KINDS.length; c++) {
            boolean word = isLetter(c) || c == '_' || (c >= '0' && c <= '9');
            KINDS[c] = (byte) (word ? 0 : OTHER);
        }
        KINDS['.'] = DOT | DOT_OR_HYPHEN << FORBIDS;
        KINDS['-'] = HYPHEN | DOT_OR_HYPHEN << FORBIDS;
        KINDS['x'] = X;
        KINDS['X'] = X;
        KINDS['0'] = (byte) (X << FORBIDS);
    }

    private DomainUrl() {}

    /**
     * Returns scheme and host of an absolute URL: {@code HTTPS://user@Shop.Example:8443/a?b#c} becomes
     * {@code https://shop.example}. Both are in lower case and without a dot at the end. An international name is in
     * its ASCII form by UTS 46, non-transitional, as in browsers: {@code straße.example} becomes
     * {@code xn--strae-oqa.example}. An IPv6 literal is in the form of RFC 5952.
     *
     * @throws IllegalArgumentException when {@code url} is not an absolute {@code http} or {@code https} URL with a
     *     well-formed host and, if any, a port up to 65535
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
            requirePort(url, close + 1, end);
            return url.substring(hostStart, close + 1);
        }
        int colon = url.indexOf(':', hostStart);
        int hostEnd = colon >= 0 && colon < end ? colon : end;
        requirePort(url, hostEnd, end);
        return url.substring(hostStart, hostEnd);
    }

    // After the host may come a colon and digits. Anything else means that the text is not the host it seems to be.
    private static void requirePort(String url, int start, int end) {
        if (start < end && url.charAt(start) != ':') {
            throw malformedHost();
        }
        int port = 0;
        for (int i = start + 1; i < end; i++) {
            if (url.charAt(i) < '0' || url.charAt(i) > '9') {
                throw new IllegalArgumentException("url has a port that is not a number");
            }
            port = port * 10 + url.charAt(i) - '0';
            if (port > MAX_PORT) {
                throw new IllegalArgumentException("url has a port above " + MAX_PORT);
            }
        }
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == '\\';
    }

    private static String asciiHost(String host) {
        String ascii = isAscii(host) ? host : internationalHost(host);
        if (!isHost(ascii)) {
            throw malformedHost();
        }
        if (ascii.charAt(0) == '[') {
            return '[' + Ipv6.canonical(ascii, 1, ascii.length() - 1) + ']';
        }
        int end = ascii.length() - 1;
        return (ascii.charAt(end) == '.' ? ascii.substring(0, end) : ascii).toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String internationalHost(String host) {
        String ascii = host.length() > MAX_HOST_LENGTH ? null : InternationalName.toAscii(host);
        if (ascii == null) {
            throw malformedHost();
        }
        return ascii;
    }

    private static IllegalArgumentException malformedHost() {
        return new IllegalArgumentException("url has no well-formed host");
    }

    /**
     * Whether {@code host} is a well-formed ASCII host: a name, an IPv4 literal, or an IPv6 literal in brackets.
     *
     * <p>A name has at most 253 characters and may end with a dot. Its labels, separated by dots, are 1 to 63 letters,
     * digits, hyphens and underscores; none begins or ends with a hyphen. What follows {@code xn--} at the beginning of a
     * label must be well-formed Punycode. A host whose last label is a number, {@code 80} or {@code 0x50}, must be IPv4.
     */
    public static boolean isHost(String host) {
        return isHost(host, 0, host.length());
    }

    /**
     * As {@link #isHost(String)}, for the part of {@code text} from {@code start} up to {@code end}, without a copy.
     *
     * @throws IndexOutOfBoundsException when the part is not within {@code text}
     */
    public static boolean isHost(String text, int start, int end) {
        Objects.checkFromToIndex(start, end, text.length());
        if (start < end && text.charAt(start) == '[') {
            return text.charAt(end - 1) == ']' && Ipv6.matches(text, start + 1, end - 1);
        }
        int last = end - 1;
        int hostEnd = start < end && text.charAt(last) == '.' ? last : end;
        return hostEnd > start && hostEnd - start <= MAX_HOST_LENGTH && isName(text, start, hostEnd);
    }

    /** Whether {@code url} is http or https, a {@linkplain #isHost(String) host}, and at most a slash after them. */
    public static boolean isDomain(String url) {
        return isDomain(url, 0, url.length());
    }

    static boolean isDomain(String text, int start, int end) {
        int host = afterScheme(text, start);
        return host > 0 && end > host && isHost(text, host, text.charAt(end - 1) == '/' ? end - 1 : end);
    }

    private static int afterScheme(String text, int start) {
        if (text.startsWith("https://", start) || text.regionMatches(true, start, "https://", 0, 8)) {
            return start + 8;
        }
        return text.regionMatches(true, start, "http://", 0, 7) ? start + 7 : -1;
    }

    private static boolean isName(String text, int start, int end) {
        return isUsualName(text, start, end) || isAnyName(text, start, end);
    }

    /**
     * Whether one pass, without a branch on any character, proves that the name is well-formed. It does not for a name
     * that may have too long a label, that ends with a digit, or that has two hyphens in a row or {@code 0x} in it.
     */
    private static boolean isUsualName(String text, int start, int end) {
        int kinds = 0;
        int forbidden = DOT_OR_HYPHEN;
        int wrong = 0;
        for (int i = start; i < end; i++) {
            int kind = kind(text.charAt(i));
            kinds |= kind;
            wrong |= kind & forbidden;
            forbidden = kind >> FORBIDS;
        }
        boolean shortLabels = end - start <= MAX_LABEL_LENGTH;
        boolean endsWell = (forbidden & DOT) == 0 && text.charAt(end - 1) > '9';
        return shortLabels && endsWell && (kinds & OTHER) == 0 && (wrong & (DOT_OR_HYPHEN | X)) == 0;
    }

    private static int kind(char c) {
        return c < KINDS.length ? KINDS[c] : OTHER;
    }

    private static boolean isAnyName(String text, int start, int end) {
        int labelStart = start;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (!isLabel(text, labelStart, i)) {
                    return false;
                }
                labelStart = i + 1;
            } else if (!isLetter(c) && !isDigit(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return isLabel(text, labelStart, end)
                && (!isNumber(text, labelStart, end) || ClientAddress.isIpv4(text, start, end));
    }

    private static boolean isLabel(String text, int start, int end) {
        return end > start
                && end - start <= MAX_LABEL_LENGTH
                && text.charAt(start) != '-'
                && text.charAt(end - 1) != '-'
                && (!text.regionMatches(true, start, "xn--", 0, 4) || Punycode.isWellFormed(text, start + 4, end));
    }

    /** Whether a label is what URL parsers take for a number: digits, or 0x and hexadecimal digits or nothing. */
    private static boolean isNumber(String text, int start, int end) {
        boolean prefixed = text.regionMatches(true, start, "0x", 0, 2) && end - start >= 2;
        for (int i = prefixed ? start + 2 : start; i < end; i++) {
            char c = text.charAt(i);
            int lower = c | 0x20;
            if (!isDigit(c) && !(prefixed && lower >= 'a' && lower <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
