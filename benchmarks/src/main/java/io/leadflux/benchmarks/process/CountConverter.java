package io.leadflux.benchmarks.process;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a command-line number that is at least 1. */
public final class CountConverter implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw new TypeConversionException("must be a whole number, not " + text);
        }
        throw new TypeConversionException("must be at least 1, not " + text);
    }
}
