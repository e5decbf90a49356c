/** Batches of events, each with the request body that carries it: bounded, encoded once, split without re-encoding. */
@NullMarked
package io.leadflux.batch;

import org.jspecify.annotations.NullMarked;
