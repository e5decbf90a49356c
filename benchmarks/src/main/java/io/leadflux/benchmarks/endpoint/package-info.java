/** The endpoint that all programs send to: as cheap as one can be, in a process of its own. */
@NullMarked
package io.leadflux.benchmarks.endpoint;

import org.jspecify.annotations.NullMarked;
