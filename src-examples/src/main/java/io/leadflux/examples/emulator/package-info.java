/** The emulated endpoint by itself, and the faults that it can be told to show. */
@NullMarked
package io.leadflux.examples.emulator;

import org.jspecify.annotations.NullMarked;
