package io.leadflux.benchmarks.process;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time of a command line: {@code 5s}, {@code 0.2s}, {@code 10m}. */
public final class Span implements ITypeConverter<Duration> {

    private static final String ISO_PREFIX = "PT";

    @Override
    public Duration convert(String text) {
        try {
            Duration span = Duration.parse(ISO_PREFIX + text);
            if (!span.isNegative()) {
                return span;
            }
        } catch (DateTimeParseException wrong) {
            throw new TypeConversionException("'" + text + "' is no time such as 5s, 0.2s or 10m");
        }
        throw new TypeConversionException("'" + text + "' is negative");
    }

    /** The same time as a command line has it. */
    public static String text(Duration span) {
        return span.toString().substring(ISO_PREFIX.length());
    }
}
