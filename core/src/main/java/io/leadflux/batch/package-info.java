/** Events into the body of one request: bounded, encoded once, and split without being encoded again. */
@NullMarked
package io.leadflux.batch;

import org.jspecify.annotations.NullMarked;
