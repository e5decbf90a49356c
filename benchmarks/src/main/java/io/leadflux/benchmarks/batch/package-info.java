/** How long it takes to collect events into the body of a request. */
@NullMarked
package io.leadflux.benchmarks.batch;

import org.jspecify.annotations.NullMarked;
