package io.leadflux.reactor.webflux;

import io.leadflux.event.ServerEvent;

/**
 * Takes the automatic page views of an {@link AttributionWebFilter}. A method that answers at once serves, such as
 * {@code sink::tryEmit}; what it answers is not looked at.
 */
@FunctionalInterface
public interface PageViewSink {

    /**
     * Takes an event or drops it. Called on the thread that finished the page, from many threads at once; it must not
     * block. What it throws is logged by its type and goes no further.
     */
    void offer(ServerEvent pageView);
}
