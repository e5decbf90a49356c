/** Shows the life of events on one page. */
@NullMarked
package io.leadflux.examples.quickstart;

import org.jspecify.annotations.NullMarked;
