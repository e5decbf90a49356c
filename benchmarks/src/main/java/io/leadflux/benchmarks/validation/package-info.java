/** How long an event's verdict takes. */
@NullMarked
package io.leadflux.benchmarks.validation;

import org.jspecify.annotations.NullMarked;
