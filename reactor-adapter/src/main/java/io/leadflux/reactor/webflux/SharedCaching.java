package io.leadflux.reactor.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * Whether a response says that shared caches, such as a CDN, may keep it (RFC 9111, section 5.2.2, and RFC 9213).
 *
 * <p>A response that says nothing is left as it is: a later part of the application, such as Spring Security, then
 * still sets its own headers.
 */
final class SharedCaching {

    private static final List<String> TARGETED = List.of("CDN-Cache-Control", "Surrogate-Control");
    private static final Pattern DIRECTIVE = Pattern.compile("(?:[^,\"]|\"[^\"]*+\"?)++");

    private SharedCaching() {}

    /** Whether a shared cache may keep a response with {@code headers}. */
    static boolean allows(HttpHeaders headers) {
        List<String> general = directives(headers, HttpHeaders.CACHE_CONTROL);
        boolean fresh = general.isEmpty() ? headers.getFirst(HttpHeaders.EXPIRES) != null : !isClosed(general);
        return fresh || TARGETED.stream().anyMatch(name -> isOpen(directives(headers, name)));
    }

    /** Leaves the response to the browser's own cache. */
    static void forbid(HttpHeaders headers) {
        List<String> kept = new ArrayList<>();
        for (String directive : directives(headers, HttpHeaders.CACHE_CONTROL)) {
            String name = directive.toLowerCase(Locale.ROOT);
            if (!name.equals("public") && !name.startsWith("private") && !name.startsWith("s-maxage")) {
                kept.add(directive);
            }
        }
        kept.add("private");
        headers.set(HttpHeaders.CACHE_CONTROL, String.join(", ", kept));
        TARGETED.stream().filter(name -> headers.getFirst(name) != null).forEach(name -> headers.set(name, "no-store"));
    }

    private static boolean isOpen(List<String> directives) {
        return !directives.isEmpty() && !isClosed(directives);
    }

    private static boolean isClosed(List<String> directives) {
        return directives.stream()
                .anyMatch(directive -> directive.equalsIgnoreCase("private") || directive.equalsIgnoreCase("no-store"));
    }

    private static List<String> directives(HttpHeaders headers, String name) {
        List<String> directives = new ArrayList<>();
        for (String value : HeaderValues.of(headers, name)) {
            Matcher matcher = DIRECTIVE.matcher(value);
            while (matcher.find()) {
                String directive = matcher.group().strip();
                if (!directive.isEmpty()) {
                    directives.add(directive);
                }
            }
        }
        return directives;
    }
}
