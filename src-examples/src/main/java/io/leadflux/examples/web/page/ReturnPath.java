package io.leadflux.examples.web.page;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The page that a visitor goes back to after the question for consent, with its query, since an ad click stands nowhere
 * else. Never another site's.
 */
final class ReturnPath {

    private static final int LONGEST = 2_048;

    private ReturnPath() {}

    /** Path and query of the page that is asked for; the landing page when they are too long. */
    static String of(ServerHttpRequest request) {
        URI uri = request.getURI();
        String query = uri.getRawQuery();
        return checked(query == null ? uri.getRawPath() : uri.getRawPath() + '?' + query);
    }

    /** {@code path} when it leads to a page of this site; else the landing page. */
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
