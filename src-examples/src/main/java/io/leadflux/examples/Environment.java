package io.leadflux.examples;

import org.jspecify.annotations.Nullable;

/** Environment variables. */
@FunctionalInterface
interface Environment {

    /** The variable's value, or null. */
    @Nullable
    String get(String variable);
}
