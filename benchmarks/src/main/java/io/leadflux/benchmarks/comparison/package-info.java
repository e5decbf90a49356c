/** An end-to-end comparison of clients that send events over HTTP: the candidates, and the table of their figures. */
@NullMarked
package io.leadflux.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
