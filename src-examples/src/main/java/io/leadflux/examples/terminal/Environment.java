package io.leadflux.examples.terminal;

import org.jspecify.annotations.Nullable;

/** Environment variables. */
@FunctionalInterface
public interface Environment {

    /** The value of the variable, or null. */
    @Nullable
    String get(String variable);
}
