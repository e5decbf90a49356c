/** Sends a file of events through the client, or only validates it. */
@NullMarked
package io.leadflux.examples.replay;

import org.jspecify.annotations.NullMarked;
