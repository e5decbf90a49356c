package io.leadflux.examples.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many requests may be in flight at once.
 *
 * @param least 1 to {@code most}
 * @param most {@code least} to 1,024
 */
record Bounds(int least, int most) {

    /** The most that the client accepts. */
    static final int LIMIT = 1024;

    /** Reads bounds such as {@code 1-64}. */
    static final class Text implements ITypeConverter<Bounds> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

        @Override
        public Bounds convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a range such as 1-64");
            }
            Bounds bounds = new Bounds(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (bounds.least < 1 || bounds.most > LIMIT || bounds.least > bounds.most) {
                throw new TypeConversionException(
                        "'" + text + "' must be from 1 to " + LIMIT + ", the smaller number first");
            }
            return bounds;
        }
    }
}
