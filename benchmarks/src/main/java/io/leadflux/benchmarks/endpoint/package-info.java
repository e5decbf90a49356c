/** The endpoint that all programs send to: as cheap as possible, in its own process. */
@NullMarked
package io.leadflux.benchmarks.endpoint;

import org.jspecify.annotations.NullMarked;
