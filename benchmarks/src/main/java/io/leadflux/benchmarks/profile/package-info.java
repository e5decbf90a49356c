/** Where the processor time goes, by a recording of the JDK's flight recorder. */
@NullMarked
package io.leadflux.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
