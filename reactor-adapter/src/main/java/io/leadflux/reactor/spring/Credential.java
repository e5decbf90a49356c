package io.leadflux.reactor.spring;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pixel id, a key or the path of its file must be; the messages never repeat a value. */
final class Credential {

    /** Spring leaves a placeholder as it is when nothing has a value for it. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_.-]{0,99})}");

    private Credential() {}

    /** Returns {@code value} if it can be used. */
    static String require(String property, String value) {
        requireResolved(property, value);
        if (value.isBlank()) {
            throw new InvalidPropertyException(
                    property, "must not be blank; set it, or the environment variable " + variable(property));
        }
        if (value.codePoints().anyMatch(Credential::isSpace)) {
            throw new InvalidPropertyException(
                    property, "must not contain white space; look at the environment variable " + variable(property));
        }
        return value;
    }

    /** Refuses a placeholder that nothing has a value for. */
    static void requireResolved(String property, String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value.strip());
        if (placeholder.matches()) {
            throw new InvalidPropertyException(
                    property,
                    "is the placeholder " + placeholder.group() + ", which has no value; set the environment variable "
                            + variable(placeholder.group(1)));
        }
        if (placeholder.reset().find()) {
            throw new InvalidPropertyException(
                    property,
                    "contains a placeholder that has no value; set its environment variable, or " + variable(property));
        }
    }

    /** The environment variable that Spring Boot reads for {@code property}. */
    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }
}
