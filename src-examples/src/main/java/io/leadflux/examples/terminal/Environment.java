package io.leadflux.examples.terminal;

import org.jspecify.annotations.Nullable;

/** Environment variables. */
@FunctionalInterface
public interface Environment {

    /** The variable's value, or null. */
    @Nullable
    String get(String variable);
}
