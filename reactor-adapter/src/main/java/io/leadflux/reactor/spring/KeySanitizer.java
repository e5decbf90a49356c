package io.leadflux.reactor.spring;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.Environment;

/**
 * Keeps the pixel id and the API key out of what Actuator shows, also where it may show values: under their own names,
 * however they are spelled, and wherever else a value holds one of them, such as the command line or the variable
 * behind a placeholder.
 */
final class KeySanitizer implements SanitizingFunction {

    private static final String PIXEL_ID = "leadflux.pixel-id";
    private static final String API_KEY = "leadflux.api-key";
    private static final List<String> NAMES = List.of(canonical(PIXEL_ID), canonical(API_KEY));

    /** A shorter secret is hidden under its own name alone, since half of all values would hold it by chance. */
    private static final int SHORTEST = 8;

    private final List<String> secrets;

    private KeySanitizer(List<String> secrets) {
        this.secrets = secrets;
    }

    static KeySanitizer of(Environment environment) {
        return new KeySanitizer(Stream.of(PIXEL_ID, API_KEY)
                .map(environment::getProperty)
                .filter(Objects::nonNull)
                .filter(secret -> secret.length() >= SHORTEST)
                .toList());
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        return isNamed(data.getKey()) || holdsSecret(data.getValue()) ? data.withSanitizedValue() : data;
    }

    private static boolean isNamed(String key) {
        String name = canonical(key);
        return NAMES.stream().anyMatch(name::endsWith);
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private boolean holdsSecret(@Nullable Object value) {
        String text = String.valueOf(value);
        return secrets.stream().anyMatch(text::contains);
    }

    /** The type's name only. */
    @Override
    public String toString() {
        return "KeySanitizer";
    }
}
