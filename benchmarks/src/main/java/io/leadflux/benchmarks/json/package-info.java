/** How fast events are written and read, beside other JSON libraries. */
@NullMarked
package io.leadflux.benchmarks.json;

import org.jspecify.annotations.NullMarked;
