/**
 * The rules for an event: all that the provider and its policy require, checked without side effects.
 *
 * <p>{@link io.leadflux.validation.Range} is made for Leadflux's own modules and not part of the API.
 */
@NullMarked
package io.leadflux.validation;

import org.jspecify.annotations.NullMarked;
