package io.leadflux.validation;

import io.leadflux.event.CharTraits;
import io.leadflux.event.DomainUrl;
import io.leadflux.event.EventField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for {@code event_source_url}: scheme and host, perhaps a slash, nothing else.
 *
 * <p>A valid URL is recognised in one pass. Any other is split into its parts, even if the scheme is wrong, and each
 * part that must not be there is a violation.
 */
final class UrlCheck {

    private final StringCheck strings;

    UrlCheck(StringCheck strings) {
        this.strings = strings;
    }

    List<Violation> check(List<Violation> found, @Nullable String url) {
        if (url == null) {
            return add(found, Rule.URL_REQUIRED, "is required: the page's URL truncated to its domain");
        }
        return DomainUrl.isDomain(url) && !strings.isTooLong(url) ? found : explain(found, url);
    }

    private static boolean isHttp(String url, int start) {
        return url.regionMatches(true, start, "https://", 0, 8) || url.regionMatches(true, start, "http://", 0, 7);
    }

    private List<Violation> explain(List<Violation> found, String url) {
        int traits = CharTraits.of(url);
        if (CharTraits.isBlank(traits)) {
            return add(found, Rule.URL_REQUIRED, "must not be blank: the page's URL truncated to its domain");
        }
        int start = firstVisible(url);
        List<Violation> all = found;
        if (!isHttp(url, start)) {
            all = add(all, Rule.URL_SCHEME, "must be absolute and begin with http:// or https://");
        }
        int authority = authorityStart(url, start);
        int userInfoEnd = authority < 0 ? -1 : url.lastIndexOf('@', authorityEnd(url, authority) - 1);
        userInfoEnd = userInfoEnd < authority ? -1 : userInfoEnd;
        all = authority < 0 ? all : parts(all, url, authority, userInfoEnd);
        if (hasWhiteSpace(url)) {
            all = add(all, Rule.URL_WHITE_SPACE, "must hold no white space");
        }
        return strings.url(all, EventField.EVENT_SOURCE_URL, url, traits, userInfoEnd);
    }

    private static List<Violation> parts(List<Violation> found, String url, int authority, int userInfoEnd) {
        List<Violation> all = found;
        int end = authorityEnd(url, authority);
        int host = authority;
        if (userInfoEnd >= 0) {
            all = add(all, Rule.URL_USER_INFO, "must have no user info before the host");
            host = userInfoEnd + 1;
        }
        int hostEnd = hostEnd(url, host, end);
        all = host(all, url, host, hostEnd);
        if (hostEnd < end) {
            all = add(all, Rule.URL_PORT, "must have no port");
        }
        int query = url.indexOf('?', end);
        int fragment = url.indexOf('#', end);
        query = fragment >= 0 && query > fragment ? -1 : query;
        int pathEnd = query >= 0 ? query : fragment >= 0 ? fragment : url.length();
        if (!isRootPath(url, end, pathEnd)) {
            all = add(all, Rule.URL_PATH, "must be truncated to the domain, but has a path");
        }
        if (query >= 0) {
            all = add(all, Rule.URL_QUERY, "must be truncated to the domain, but has a query");
        }
        return fragment < 0 ? all : add(all, Rule.URL_FRAGMENT, "must be truncated to the domain, but has a fragment");
    }

    private static List<Violation> host(List<Violation> found, String url, int start, int end) {
        boolean empty = true;
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            if (Character.isISOControl(c)) {
                return found;
            }
            empty &= CharTraits.isWhiteSpace(c);
        }
        if (empty) {
            return add(found, Rule.URL_HOST_REQUIRED, "must have a host");
        }
        // White space and control characters have their own rules.
        return hasWhiteSpace(url, start, end) || DomainUrl.isHost(url, start, end)
                ? found
                : add(
                        found,
                        Rule.URL_HOST_MALFORMED,
                        "must have a well-formed host: a domain name in ASCII (an international one as xn--) or an IP"
                                + " literal");
    }

    // ---- where the parts begin and end
    // ---------------------------------------------------------------------------------

    private static int firstVisible(String url) {
        int start = 0;
        while (CharTraits.isWhiteSpace(url.charAt(start))) {
            start++;
        }
        return start;
    }

    // The index after "scheme://" or a bare "//"; -1 when there is neither, since a host then looks like a path.
    private static int authorityStart(String url, int start) {
        for (int i = start; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':' || c == '/') {
                int slashes = c == ':' ? i + 1 : i;
                boolean bareSlashes = c == ':' || i == start;
                return bareSlashes && url.startsWith("//", slashes) ? slashes + 2 : -1;
            }
        }
        return -1;
    }

    private static int authorityEnd(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static int hostEnd(String url, int host, int end) {
        int bracket = host < end && url.charAt(host) == '[' ? url.indexOf(']', host) : -1;
        int colon = url.indexOf(':', bracket > 0 && bracket < end ? bracket : host);
        return colon >= 0 && colon < end ? colon : end;
    }

    private static boolean isRootPath(String url, int start, int end) {
        int visibleEnd = end;
        while (visibleEnd > start && CharTraits.isWhiteSpace(url.charAt(visibleEnd - 1))) {
            visibleEnd--;
        }
        return visibleEnd == start || (visibleEnd == start + 1 && url.charAt(start) == '/');
    }

    private static boolean hasWhiteSpace(String url) {
        return hasWhiteSpace(url, 0, url.length());
    }

    // A tab or a line break is a control character, which has its own rule.
    private static boolean hasWhiteSpace(String url, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            if (CharTraits.isWhiteSpace(c) && !Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }

    private static List<Violation> add(List<Violation> found, Rule rule, String message) {
        return Findings.add(found, EventField.EVENT_SOURCE_URL, rule, message);
    }
}
