package io.leadflux.benchmarks.comparison;

/**
 * An event of a paced stream.
 *
 * @param dueAt when it should have been emitted, by {@link System#nanoTime()}
 * @param <E> the candidate's model of an event
 */
record Timed<E>(E event, long dueAt) {}
