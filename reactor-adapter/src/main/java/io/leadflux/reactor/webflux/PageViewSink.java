package io.leadflux.reactor.webflux;

import io.leadflux.event.ServerEvent;

/**
 * Takes the automatic page views of an {@link AttributionWebFilter}. Any method that returns at once will do, such as
 * {@code sink::tryEmit}; its result is ignored.
 */
@FunctionalInterface
public interface PageViewSink {

    /**
     * Takes an event or drops it. Called on the thread that finished the page, from many threads at once; it must not
     * block. What it throws is logged by its type and goes no further.
     */
    void offer(ServerEvent pageView);
}
