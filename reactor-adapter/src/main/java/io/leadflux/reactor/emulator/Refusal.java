package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

/**
 * Why a request was not accepted.
 *
 * <p>Neither part repeats a value of the request, so both can be logged.
 *
 * @param status the HTTP status of the answer, such as 400
 * @param code what kind of mistake it is, such as {@code UNKNOWN_FIELD}
 * @param message the place and what would be right, such as {@code events[3].user_data.esi: must be "web" or "app"}
 */
public record Refusal(int status, String code, String message) {

    /** Checks that nothing is missing. */
    public Refusal {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    static Refusal badRequest(String code, String message) {
        return new Refusal(400, code, message);
    }
}
