package io.leadflux.benchmarks.process;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a command-line duration: {@code 5s}, {@code 0.2s}, {@code 10m}. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final String ISO_PREFIX = "PT";

    @Override
    public Duration convert(String text) {
        try {
            Duration duration = Duration.parse(ISO_PREFIX + text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException wrong) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 5s, 0.2s or 10m");
        }
        throw new TypeConversionException("'" + text + "' is negative");
    }

    /** The duration in command-line form. */
    public static String text(Duration duration) {
        return duration.toString().substring(ISO_PREFIX.length());
    }
}
