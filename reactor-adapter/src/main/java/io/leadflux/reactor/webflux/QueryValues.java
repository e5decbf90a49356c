package io.leadflux.reactor.webflux;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds one parameter in a raw query, which may be malformed in any way. Linear in the query's length. */
final class QueryValues {

    private static final String ESCAPED = "amp;";

    private QueryValues() {}

    /**
     * The last value of {@code name} that {@code accepted} takes, without escapes; null when there is none. A name may
     * come after {@code amp;}, from a link whose ampersand was escaped for HTML once too often; otherwise names are
     * compared as they stand. A value whose escapes are broken, or that is longer than {@code maxLength} before they
     * are taken off, is passed over.
     */
    static @Nullable String last(@Nullable String query, String name, int maxLength, Predicate<String> accepted) {
        if (query == null) {
            return null;
        }
        int end = query.length();
        while (end >= 0) {
            int start = query.lastIndexOf('&', end - 1) + 1;
            String value = value(query, start, end, name, maxLength);
            if (value != null && accepted.test(value)) {
                return value;
            }
            end = start - 1;
        }
        return null;
    }

    private static @Nullable String value(String query, int start, int end, String name, int maxLength) {
        int nameStart = start;
        while (query.startsWith(ESCAPED, nameStart)) {
            nameStart += ESCAPED.length();
        }
        int value = nameStart + name.length() + 1;
        boolean named = value <= end && query.startsWith(name, nameStart) && query.charAt(value - 1) == '=';
        return named && end - value <= maxLength ? PercentEncoding.decode(query.substring(value, end)) : null;
    }
}
