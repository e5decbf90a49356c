package io.leadflux.reactor.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The error code that sister APIs of the provider put into a header. Not published for this one: read when it is there,
 * never relied on. The message beside it is left alone, for it may quote an event.
 */
final class ErrorCode {

    private static final String HEADER = "x-al-error-code";
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private ErrorCode() {}

    static @Nullable String of(HttpHeaders headers) {
        String code = headers.get(HEADER);
        return code != null && SAFE.matcher(code).matches() ? code : null;
    }
}
