package io.leadflux.examples.web.page;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The page that a visitor returns to after the consent question. It includes the query, the only place that holds the
 * ad click. Never a page of another site.
 */
final class ReturnPath {

    private static final int LONGEST = 2_048;

    private ReturnPath() {}

    /** Path and query of the requested page; the landing page when they are too long. */
    static String of(ServerHttpRequest request) {
        URI uri = request.getURI();
        String query = uri.getRawQuery();
        return checked(query == null ? uri.getRawPath() : uri.getRawPath() + '?' + query);
    }

    /** {@code path} if it is a page of this site; else the landing page. */
    static String checked(@Nullable String path) {
        if (path == null || path.length() > LONGEST || !path.startsWith("/") || path.startsWith("//")) {
            return "/";
        }
        try {
            URI uri = URI.create(path);
            return uri.isAbsolute() || uri.getRawAuthority() != null || uri.getRawFragment() != null ? "/" : path;
        } catch (IllegalArgumentException malformed) {
            return "/";
        }
    }
}
