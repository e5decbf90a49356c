/** A file of the events that were not accepted, which can be replayed. */
@NullMarked
package io.leadflux.reactor.deadletter;

import org.jspecify.annotations.NullMarked;
