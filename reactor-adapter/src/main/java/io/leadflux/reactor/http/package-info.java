/** Carries batches to the provider by HTTP, over Reactor Netty. */
@NullMarked
package io.leadflux.reactor.http;

import org.jspecify.annotations.NullMarked;
