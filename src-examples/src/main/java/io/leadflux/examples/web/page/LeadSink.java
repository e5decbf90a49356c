package io.leadflux.examples.web.page;

import io.leadflux.event.ServerEvent;

/** Receives the leads of the form. Must not block: it is called while the visitor waits. */
@FunctionalInterface
interface LeadSink {

    void offer(ServerEvent lead);
}
