package io.leadflux.reactor.webflux;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** The values of a header that may come several times. */
final class HeaderValues {

    private HeaderValues() {}

    /**
     * Every value of the header, in the order in which they came; empty without one. {@code HttpHeaders.get} is a method of
     * {@code Map} up to Spring 6, so that what is compiled against Spring 7 does not find it there.
     */
    static List<String> of(HttpHeaders headers, String name) {
        List<String> values = new ArrayList<>(1);
        headers.forEach((key, list) -> {
            if (key.equalsIgnoreCase(name)) {
                values.addAll(list);
            }
        });
        return values;
    }
}
