/** How the delivery of an event ended: exactly one result for each event. */
@NullMarked
package io.leadflux.delivery;

import org.jspecify.annotations.NullMarked;
