/** The emulated endpoint as a command, and the faults that it can inject. */
@NullMarked
package io.leadflux.examples.emulator;

import org.jspecify.annotations.NullMarked;
