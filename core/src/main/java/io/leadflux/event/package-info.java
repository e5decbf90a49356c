/**
 * Events as immutable values that mirror the provider's format field by field.
 *
 * <p>A value may be incomplete, so that a stream can carry it until it is validated. There is no field that the
 * provider forbids. {@link io.leadflux.event.CharTraits} is made for Leadflux's own modules and not part of the API.
 */
@NullMarked
package io.leadflux.event;

import org.jspecify.annotations.NullMarked;
