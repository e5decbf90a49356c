/** The visitor's pages: content, the form, the consent question. */
@NullMarked
package io.leadflux.examples.web.page;

import org.jspecify.annotations.NullMarked;
