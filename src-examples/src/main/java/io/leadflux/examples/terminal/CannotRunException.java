package io.leadflux.examples.terminal;

/** A command cannot run. The message is one sentence for the user. */
public final class CannotRunException extends RuntimeException {

    public CannotRunException(String message) {
        super(message);
    }
}
