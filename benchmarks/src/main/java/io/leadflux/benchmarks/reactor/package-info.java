/** Benchmarks of {@link io.leadflux.reactor}. */
@NullMarked
package io.leadflux.benchmarks.reactor;

import org.jspecify.annotations.NullMarked;
