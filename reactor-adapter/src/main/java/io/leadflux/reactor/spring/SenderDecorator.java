package io.leadflux.reactor.spring;

import io.leadflux.reactor.delivery.EventSender;

/** Wraps the sender for the client that is being built; keeps Micrometer out of the classes that must do without it. */
@FunctionalInterface
interface SenderDecorator {

    EventSender decorate(EventSender sender);
}
