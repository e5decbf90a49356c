/**
 * Reads from the requests of a WebFlux application what an event needs to know of its visitor, and keeps it in
 * first-party cookies. Needs spring-webflux 6.2 or newer, and nothing of Spring Boot.
 *
 * <p>{@link io.leadflux.reactor.webflux.AttributionWebFilter} is the door; {@link
 * io.leadflux.reactor.webflux.Attribution} is what it finds.
 */
@NullMarked
package io.leadflux.reactor.webflux;

import org.jspecify.annotations.NullMarked;
