package io.leadflux.reactor.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why the store did not do what was asked. Says nothing about an event. */
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1;

    /** What kept the store from it. */
    public enum Reason {
        /** It holds as many bytes as it may, or the disk is full. Room comes with acknowledgements. */
        FULL,
        /** More waits to be written than may wait. */
        BUSY,
        /** The event is larger than a segment. */
        TOO_LARGE,
        /** The disk failed, or the key could not be had. */
        FAILED,
        /** The store is closed. */
        CLOSED
    }

    private final Reason reason;

    StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static StoreException closed() {
        return new StoreException(Reason.CLOSED, "the store is closed", null);
    }

    static StoreException busy(String what) {
        return new StoreException(Reason.BUSY, what, null);
    }

    /** A failure of the disk; a full disk is {@link Reason#FULL}. */
    static StoreException of(Throwable failure) {
        if (failure instanceof StoreException known) {
            return known;
        }
        return isNoSpace(failure)
                ? new StoreException(Reason.FULL, "the disk is full", failure)
                : new StoreException(Reason.FAILED, "the event could not be stored", failure);
    }

    /** Java has no type for it, only what the operating system says. */
    static boolean isNoSpace(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left")
                || message.contains("quota exceeded")
                || message.contains("not enough space");
    }

    /** What kept the store from it. */
    public Reason reason() {
        return reason;
    }
}
