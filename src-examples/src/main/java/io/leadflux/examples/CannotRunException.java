package io.leadflux.examples;

/** A command cannot do its work; the message is one sentence for the person who started it. */
final class CannotRunException extends RuntimeException {

    CannotRunException(String message) {
        super(message);
    }
}
