package io.leadflux.reactor.webflux;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds one parameter in a raw query, which may be malformed in any way. Linear in the query's length. */
final class QueryValues {

    private QueryValues() {}

    /**
     * The first value of {@code name} that {@code accepted} takes, without escapes; null when there is none. Names are
     * compared as they stand. A value whose escapes are broken, or that is longer than {@code maxLength} before they
     * are taken off, is passed over.
     */
    static @Nullable String first(@Nullable String query, String name, int maxLength, Predicate<String> accepted) {
        if (query == null) {
            return null;
        }
        int start = 0;
        while (start < query.length()) {
            int next = query.indexOf('&', start);
            int end = next < 0 ? query.length() : next;
            String value = value(query, start, end, name, maxLength);
            if (value != null && accepted.test(value)) {
                return value;
            }
            start = end + 1;
        }
        return null;
    }

    private static @Nullable String value(String query, int start, int end, String name, int maxLength) {
        int value = start + name.length() + 1;
        boolean named = value <= end && query.startsWith(name, start) && query.charAt(value - 1) == '=';
        return named && end - value <= maxLength ? PercentEncoding.decode(query.substring(value, end)) : null;
    }
}
