package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

/**
 * Why a request was rejected.
 *
 * <p>Neither part repeats a value of the request, so both can be logged.
 *
 * @param status the HTTP status of the response, such as 400
 * @param code the kind of mistake, such as {@code UNKNOWN_FIELD}
 * @param message the place and what would be right, such as {@code events[3].user_data.esi: must be "web" or "app"}
 */
public record Rejection(int status, String code, String message) {

    /** Checks that nothing is missing. */
    public Rejection {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    static Rejection badRequest(String code, String message) {
        return new Rejection(400, code, message);
    }
}
