/** The context of a command: streams, environment, keys, the signal to stop. */
@NullMarked
package io.leadflux.examples.terminal;

import org.jspecify.annotations.NullMarked;
