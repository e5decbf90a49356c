package io.leadflux.reactor.webflux;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The values of a request's cookies, as {@link HeaderText}.
 *
 * <p>Servers skip a cookie whose value has a character that RFC 6265 does not allow, such as a comma or a letter beyond
 * ASCII, while browsers send it. So if the server has none of a name, the header itself is read, as browsers wrote it.
 */
final class RequestCookies {

    private RequestCookies() {}

    /** The values of all cookies of {@code name}, in the request's order; they may be empty. */
    static List<String> values(ServerHttpRequest request, String name) {
        List<HttpCookie> cookies = request.getCookies().get(name);
        if (cookies == null || cookies.isEmpty()) {
            return fromHeader(request, name);
        }
        List<String> values = new ArrayList<>(cookies.size());
        for (HttpCookie cookie : cookies) {
            values.add(HeaderText.read(cookie.getValue()));
        }
        return values;
    }

    private static List<String> fromHeader(ServerHttpRequest request, String name) {
        List<String> values = new ArrayList<>(1);
        for (String header : HeaderValues.of(request.getHeaders(), HttpHeaders.COOKIE)) {
            if (header.contains(name)) {
                addFrom(header, name, values);
            }
        }
        return values;
    }

    private static void addFrom(String header, String name, List<String> values) {
        int start = 0;
        while (start < header.length()) {
            int next = header.indexOf(';', start);
            int end = next < 0 ? header.length() : next;
            int equals = header.indexOf('=', start);
            if (equals >= 0
                    && equals < end
                    && header.substring(start, equals).strip().equals(name)) {
                values.add(HeaderText.read(
                        unquoted(header.substring(equals + 1, end).strip())));
            }
            start = end + 1;
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
