package io.leadflux.examples.replay;

import org.jspecify.annotations.Nullable;

/**
 * Where a line stands.
 *
 * @param file the file as it was named; null when there is only one input
 * @param line the number of the line in it, from 1
 */
public record Place(@Nullable String file, long line) {}
