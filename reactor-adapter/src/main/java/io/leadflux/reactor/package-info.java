/**
 * The reactive client: takes events as a stream, validates and batches them, and answers for each.
 *
 * <p>{@link io.leadflux.reactor.ConversionClient} is the door; {@link io.leadflux.reactor.delivery.EventSender} is what carries a
 * batch to the provider.
 */
@NullMarked
package io.leadflux.reactor;

import org.jspecify.annotations.NullMarked;
