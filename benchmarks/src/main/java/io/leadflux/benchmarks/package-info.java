/** What the JMH benchmarks share; each package below mirrors the package of the library that it measures. */
@NullMarked
package io.leadflux.benchmarks;

import org.jspecify.annotations.NullMarked;
