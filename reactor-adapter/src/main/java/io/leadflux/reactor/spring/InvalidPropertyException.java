package io.leadflux.reactor.spring;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A property that cannot be used. Its message names the property and says what it must be, and never holds a key. */
final class InvalidPropertyException extends RuntimeException {

    private final String property;
    private final String reason;

    InvalidPropertyException(String property, String reason) {
        super(property + ": " + reason);
        this.property = property;
        this.reason = reason;
    }

    /** Passes {@code value}, unless it is null, to {@code setter}; names {@code property} when it is refused. */
    static <T> void set(String property, @Nullable T value, Consumer<? super T> setter) {
        if (value != null) {
            made(property, value, accepted -> {
                setter.accept(accepted);
                return accepted;
            });
        }
    }

    /** Returns what {@code maker} makes of {@code value}; names {@code property} when it is refused. */
    static <T, R> R made(String property, T value, Function<? super T, R> maker) {
        try {
            return maker.apply(value);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidPropertyException(property, String.valueOf(e.getMessage()));
        }
    }

    String property() {
        return property;
    }

    String reason() {
        return reason;
    }
}
