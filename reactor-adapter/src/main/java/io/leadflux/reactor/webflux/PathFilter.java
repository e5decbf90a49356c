package io.leadflux.reactor.webflux;

import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Chooses exchanges by their path.
 *
 * @param included patterns of which one must match
 * @param excluded patterns of which none may match
 */
record PathFilter(List<PathPattern> included, List<PathPattern> excluded) {

    /** The pattern that every path matches, so that no path need be compared. */
    static final String EVERY_PATH = "/**";

    /** The patterns as parsed by Spring. */
    static List<PathPattern> parse(String... patterns) {
        return List.of(patterns).stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }

    boolean matches(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return matches(included, path) && !matches(excluded, path) && !Navigation.isAsset(request);
    }

    private static boolean matches(List<PathPattern> patterns, PathContainer path) {
        for (int i = 0; i < patterns.size(); i++) {
            PathPattern pattern = patterns.get(i);
            if (pattern.getPatternString().equals(EVERY_PATH) || pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
