/** Commands that show the client at work, and events to try it with. */
@NullMarked
package io.leadflux.examples;

import org.jspecify.annotations.NullMarked;
