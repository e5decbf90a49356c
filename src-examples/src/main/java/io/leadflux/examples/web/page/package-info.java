/** What a visitor sees: pages, the form, the question for consent. */
@NullMarked
package io.leadflux.examples.web.page;

import org.jspecify.annotations.NullMarked;
