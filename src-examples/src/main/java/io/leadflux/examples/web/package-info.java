/** The command {@code web}: a small site on Spring Boot WebFlux that measures its ad clicks. */
@NullMarked
package io.leadflux.examples.web;

import org.jspecify.annotations.NullMarked;
