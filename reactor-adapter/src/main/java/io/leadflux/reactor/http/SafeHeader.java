package io.leadflux.reactor.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A header that sister APIs of the provider put into a response, bounded and fit for a log. None is published for this
 * API: it is read when it is there, and nothing depends on it. The error message is not among them, since it may quote
 * an event.
 */
enum SafeHeader {
    ERROR_CODE("x-al-error-code", "[A-Za-z0-9_.-]{1,64}"),
    TRACE_ID("x-trace-id", "[A-Za-z0-9_.:;=/+-]{1,128}");

    private final String name;
    private final Pattern safe;

    SafeHeader(String name, String safe) {
        this.name = name;
        this.safe = Pattern.compile(safe);
    }

    /** Its value; null when there is none, or one of another form. */
    @Nullable
    String of(HttpHeaders headers) {
        String value = headers.get(name);
        return value != null && safe.matcher(value).matches() ? value : null;
    }
}
