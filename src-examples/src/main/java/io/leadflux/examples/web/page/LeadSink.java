package io.leadflux.examples.web.page;

import io.leadflux.event.ServerEvent;

/** Where the leads of the form go. Must not block: it is called while the visitor waits. */
@FunctionalInterface
interface LeadSink {

    void offer(ServerEvent lead);
}
