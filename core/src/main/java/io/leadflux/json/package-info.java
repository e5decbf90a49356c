/**
 * Events to bytes and back: {@link io.leadflux.json.EventEncoder} writes the provider's JSON,
 * {@link io.leadflux.json.EventReader} reads it strictly.
 */
@NullMarked
package io.leadflux.json;

import org.jspecify.annotations.NullMarked;
