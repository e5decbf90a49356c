/** Java processes: how they are started, what they use, and the machine they run on. */
@NullMarked
package io.leadflux.benchmarks.process;

import org.jspecify.annotations.NullMarked;
