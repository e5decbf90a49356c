/** What an event costs as producers, events and clients grow in number. */
@NullMarked
package io.leadflux.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
