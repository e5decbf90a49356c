/** Events to try the client with: valid ones without end, and broken ones of every kind. */
@NullMarked
package io.leadflux.examples.sample;

import org.jspecify.annotations.NullMarked;
