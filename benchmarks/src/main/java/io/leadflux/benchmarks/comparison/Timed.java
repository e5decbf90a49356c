package io.leadflux.benchmarks.comparison;

/**
 * An event of a paced stream.
 *
 * @param dueAt when it should have been emitted, by {@link System#nanoTime()}
 * @param <E> how the contestant models an event
 */
record Timed<E>(E event, long dueAt) {}
