package io.leadflux.examples.replay;

/** One line of the input. */
final class InputLine {

    private static final byte[] NOTHING = {};

    private final long number;
    private final byte[] bytes;
    private final boolean tooLong;

    private InputLine(long number, byte[] bytes, boolean tooLong) {
        this.number = number;
        this.bytes = bytes;
        this.tooLong = tooLong;
    }

    static InputLine of(long number, byte[] bytes) {
        return new InputLine(number, bytes, false);
    }

    static InputLine tooLong(long number) {
        return new InputLine(number, NOTHING, true);
    }

    /** The line number, from 1. */
    long number() {
        return number;
    }

    /** The line without its line end, not copied; empty when it is too long. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether it is longer than the reader accepts. */
    boolean isTooLong() {
        return tooLong;
    }
}
