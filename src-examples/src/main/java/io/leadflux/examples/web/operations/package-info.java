/** The operator's page: a live view of the client, the endpoint to break, simulated visitors. */
@NullMarked
package io.leadflux.examples.web.operations;

import org.jspecify.annotations.NullMarked;
