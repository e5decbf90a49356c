package io.leadflux.validation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Checks that an option is within its bounds, both inclusive.
 *
 * <p>Every message has the same form: {@code linger must be from PT0S to PT1H, not PT2H}. Made for Leadflux's own
 * modules.
 */
public final class Range {

    private Range() {}

    /**
     * Returns {@code value} if it is within the bounds.
     *
     * @param name the option's name, for the message
     * @throws IllegalArgumentException when it is outside
     */
    public static int require(String name, int value, int least, int most) {
        return (int) require(name, (long) value, least, most);
    }

    /**
     * Returns {@code value} if it is within the bounds.
     *
     * @param name the option's name, for the message
     * @throws IllegalArgumentException when it is outside
     */
    public static long require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw outside(name, value, least, most);
        }
        return value;
    }

    /**
     * Returns {@code value} if it is within the bounds.
     *
     * @param name the option's name, for the message
     * @throws IllegalArgumentException when it is outside or NaN
     */
    public static double require(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw outside(name, value, least, most);
        }
        return value;
    }

    /**
     * Returns {@code value} if it is within the bounds.
     *
     * @param name the option's name, for the message
     * @throws IllegalArgumentException when it is outside
     */
    public static Duration require(String name, Duration value, Duration least, Duration most) {
        requireNonNull(value, name);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw outside(name, value, least, most);
        }
        return value;
    }

    private static IllegalArgumentException outside(String name, Object value, Object least, Object most) {
        return new IllegalArgumentException(name + " must be from " + least + " to " + most + ", not " + value);
    }
}
