/** The example site under load, with Leadflux and without, side by side. */
@NullMarked
package io.leadflux.benchmarks.site;

import org.jspecify.annotations.NullMarked;
