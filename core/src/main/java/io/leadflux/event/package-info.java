/**
 * What an event is: immutable values that mirror the provider's wire format, field by field.
 *
 * <p>A value may be incomplete, so that a stream can carry it to its verdict, but it has no room for a field that the
 * provider forbids.
 */
@NullMarked
package io.leadflux.event;

import org.jspecify.annotations.NullMarked;
