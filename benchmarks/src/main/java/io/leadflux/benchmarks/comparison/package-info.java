/** A contest of ways to send events over HTTP: contestants, the endpoint they send to, and the table of their figures. */
@NullMarked
package io.leadflux.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
