package io.leadflux.reactor.metrics;

import io.leadflux.reactor.delivery.SendResult;
import java.util.Locale;

/**
 * The values of tags: from closed sets only, so that the number of series is bounded whatever the provider responds.
 */
final class TagValues {

    /** Stands where there is no value. */
    static final String NONE = "none";

    /** The request was not written. */
    static final String NOT_SENT = "not_sent";

    /** The request was written, at least in part, and no response came. */
    static final String NO_RESPONSE = "no_answer";

    private TagValues() {}

    /** The constant in lower case. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A status that the client treats by itself, or the class of any other; one of 18 values. */
    static String status(SendResult result) {
        int status = result.status();
        return switch (status) {
            case 0 -> result.fateUnknown() ? NO_RESPONSE : NOT_SENT;
            case 200, 400, 401, 403, 408, 413, 425, 429, 500, 502, 503, 504 -> Integer.toString(status);
            default -> status >= 200 && status <= 599 ? status / 100 + "xx" : "other";
        };
    }
}
