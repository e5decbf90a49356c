package io.leadflux.benchmarks.contest;

import java.util.List;

/**
 * All that a contest came to.
 *
 * @param machine what it ran on
 * @param concurrency POSTs under way at once
 * @param tls whether the endpoint spoke TLS
 * @param rounds the figures of each round, in the order in which they were seen
 */
public record Report(Machine machine, int concurrency, boolean tls, List<List<Figures>> rounds) {}
