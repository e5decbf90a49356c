/** Charts and tables, made from the JSON that the other programs and JMH write. */
@NullMarked
package io.leadflux.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
