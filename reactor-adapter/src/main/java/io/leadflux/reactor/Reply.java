package io.leadflux.reactor;

/**
 * Joins an element and its result for the subscriber.
 *
 * @param <T> what came in
 * @param <R> what goes out
 */
interface Reply<T, R> {

    /** What to tell of {@code source}, whose result is the one at {@code index}; made only when it is asked for. */
    R to(T source, Settlement settlement, int index);
}
