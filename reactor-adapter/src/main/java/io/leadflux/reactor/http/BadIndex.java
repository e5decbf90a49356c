package io.leadflux.reactor.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of the event at fault, if the response to a refused batch names one: {@code events[12]} or {@code "index":
 * 12}, in the message header of the provider's sister APIs or in the body. None of this is published. It is a hint that
 * the next attempt confirms or refutes.
 */
final class BadIndex {

    /** No place was named. */
    static final int NONE = -1;

    private static final String MESSAGE_HEADER = "x-al-error-message";
    private static final Pattern NAMED = Pattern.compile("\\bevents?\\[(\\d{1,3})]|\"index\"\\s*:\\s*(\\d{1,3})\\b");

    private BadIndex() {}

    static int of(HttpHeaders headers) {
        return in(headers.get(MESSAGE_HEADER));
    }

    static int in(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        Matcher named = NAMED.matcher(text);
        if (!named.find()) {
            return NONE;
        }
        return Integer.parseInt(named.group(1) == null ? named.group(2) : named.group(1));
    }
}
