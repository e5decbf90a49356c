/**
 * The provider's endpoint in one object, to test against: strict, scriptable, with a ledger of what it accepted.
 *
 * <p>Its rules are written from the published page on their own, apart from the client's validator, reader and encoder,
 * so that a mistake there cannot hide here.
 */
@NullMarked
package io.leadflux.reactor.emulator;

import org.jspecify.annotations.NullMarked;
