/** What became of an event: exactly one result for each. */
@NullMarked
package io.leadflux.delivery;

import org.jspecify.annotations.NullMarked;
