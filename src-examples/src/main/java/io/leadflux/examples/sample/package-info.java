/** Events to try the client with: an endless number of valid ones, and every kind of broken one. */
@NullMarked
package io.leadflux.examples.sample;

import org.jspecify.annotations.NullMarked;
