/** Takes a file of events through the client, or through the validator alone. */
@NullMarked
package io.leadflux.examples.replay;

import org.jspecify.annotations.NullMarked;
