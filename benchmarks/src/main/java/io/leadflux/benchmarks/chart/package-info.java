/** Charts and tables, made of the JSON that the other programs and JMH leave. */
@NullMarked
package io.leadflux.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
