/**
 * Leadflux in a Spring Boot application: properties become a client, its sink, a filter, metrics and health. Needs
 * Spring Boot 3.5 or newer, which is optional for Leadflux; without it nothing here is loaded.
 *
 * <p>Every bean backs off before the application's own of the same type.
 */
@NullMarked
package io.leadflux.reactor.spring;

import org.jspecify.annotations.NullMarked;
