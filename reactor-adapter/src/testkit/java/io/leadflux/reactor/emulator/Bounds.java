package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Checks an option against its bounds, both inclusive. The same as the library's own check, which the emulator must not
 * use: a fault of the library must not hide itself.
 */
final class Bounds {

    private Bounds() {}

    static int require(String name, int value, int least, int most) {
        return (int) require(name, (long) value, least, most);
    }

    static long require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw outside(name, value, least, most);
        }
        return value;
    }

    static Duration require(String name, Duration value, Duration least, Duration most) {
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
