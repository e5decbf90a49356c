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
                .map(name -> valueOf(environment, name))
                .filter(Objects::nonNull)
                .filter(secret -> secret.length() >= SHORTEST)
                .toList());
    }

    /** Null also for a placeholder that nothing has a value for, which is reported where the property is used. */
    private static @Nullable String valueOf(Environment environment, String name) {
        try {
            return environment.getProperty(name);
        } catch (IllegalArgumentException unresolved) {
            return null;
        }
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

    /** Looks at the text as it is, and as JSON or a properties file means it. */
    private boolean holdsSecret(@Nullable Object value) {
        String text = String.valueOf(value);
        String meant = unescaped(text);
        return secrets.stream().anyMatch(secret -> text.contains(secret) || meant.contains(secret));
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder meant = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
                if (c == 'u' && isHexadecimal(text, i + 1)) {
                    c = (char) Integer.parseInt(text, i + 1, i + 5, 16);
                    i += 4;
                }
            }
            meant.append(c);
        }
        return meant.toString();
    }

    private static boolean isHexadecimal(String text, int from) {
        return from + 4 <= text.length()
                && text.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** The type's name only. */
    @Override
    public String toString() {
        return "KeySanitizer";
    }
}
