package io.leadflux.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Why an event was not accepted.
 *
 * <p>It is a value that {@link DeliveryResult#cause()} carries, not an error signal, so it has no stack trace. Its
 * message holds neither the API key nor personal data.
 */
public final class DeliveryException extends RuntimeException {

    private final int status;
    private final @Nullable String traceId;

    /**
     * @param message what happened
     * @param status the HTTP status of the last response, or 0 when there was none
     * @param cause the error that the transport reported, or null
     */
    public DeliveryException(String message, int status, @Nullable Throwable cause) {
        this(message, status, null, cause);
    }

    /**
     * As the other constructor, with the provider's own name for the request.
     *
     * @param traceId of the last response, or null when it had none
     */
    public DeliveryException(String message, int status, @Nullable String traceId, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.status = status;
        this.traceId = traceId;
    }

    /** The HTTP status of the last response; 0 when there was none. */
    public int status() {
        return status;
    }

    /** The provider's own name for the last request, which its support can look up, or null when it gave none. */
    public @Nullable String traceId() {
        return traceId;
    }
}
