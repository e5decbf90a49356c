/** What a client under full load keeps on the heap, and whether that grows over time. */
@NullMarked
package io.leadflux.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
