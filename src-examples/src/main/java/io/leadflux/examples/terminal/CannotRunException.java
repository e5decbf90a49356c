package io.leadflux.examples.terminal;

/** A command cannot do its work; the message is one sentence for the person who started it. */
public final class CannotRunException extends RuntimeException {

    public CannotRunException(String message) {
        super(message);
    }
}
