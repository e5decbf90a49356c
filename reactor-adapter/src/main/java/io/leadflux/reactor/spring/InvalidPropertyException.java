package io.leadflux.reactor.spring;

import java.util.Map;
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

    /**
     * Passes {@code value} to {@code setter}, which checks several properties of {@code group} at once. Builders begin a
     * message with the name of their parameter: {@code properties} has the property of each.
     */
    static <T> void setGroup(String group, Map<String, String> properties, T value, Consumer<? super T> setter) {
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String parameter = message.split(" ", 2)[0];
            String property = properties.get(parameter);
            throw property == null
                    ? new InvalidPropertyException(group, message)
                    : new InvalidPropertyException(group + '.' + property, message.substring(parameter.length() + 1));
        }
    }

    String property() {
        return property;
    }

    String reason() {
        return reason;
    }

    /** Whether only a client that sends needs the property. */
    boolean isCredential() {
        return property.equals(ClientSetup.PIXEL_ID) || property.startsWith(ClientSetup.API_KEY);
    }
}
