package io.leadflux.examples.replay;

import io.leadflux.reactor.OverflowPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a policy such as {@code drop-oldest}. */
final class OverflowText implements ITypeConverter<OverflowPolicy> {

    @Override
    public OverflowPolicy convert(String text) {
        return switch (text) {
            case "reject-newest" -> OverflowPolicy.REJECT_NEWEST;
            case "drop-oldest" -> OverflowPolicy.DROP_OLDEST;
            case "prefer-leads" -> OverflowPolicy.PREFER_LEADS;
            default ->
                throw new TypeConversionException(
                        "'" + text + "' is not one of reject-newest, drop-oldest, prefer-leads");
        };
    }
}
