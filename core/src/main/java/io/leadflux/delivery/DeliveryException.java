package io.leadflux.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Why an event was not accepted, as facts.
 *
 * <p>It is a value rather than a signal, carried by {@link DeliveryResult#cause()}, so it has no stack trace. Its message
 * holds neither a key nor anything about a person.
 */
public final class DeliveryException extends RuntimeException {

    private final int status;

    /**
     * @param message what happened
     * @param status the status of the last answer, or 0 when there was none
     * @param cause what the transport reported, or null
     */
    public DeliveryException(String message, int status, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.status = status;
    }

    /** The HTTP status of the last answer; 0 when no answer came. */
    public int status() {
        return status;
    }
}
