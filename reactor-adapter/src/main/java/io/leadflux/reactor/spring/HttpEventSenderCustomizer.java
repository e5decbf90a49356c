package io.leadflux.reactor.spring;

import io.leadflux.reactor.http.HttpEventSender;

/**
 * Has a last word on the options of the auto-configured sender, for what no property can say: a proxy, say, or a trust store.
 * Beans of this type are called in their order, once, after the properties and before {@code build()}.
 */
@FunctionalInterface
public interface HttpEventSenderCustomizer {

    /** Changes options of {@code builder}; what it throws keeps the application from starting. */
    void customize(HttpEventSender.Builder builder);
}
