package io.leadflux.reactor.spring;

import io.leadflux.reactor.http.HttpEventSender;

/**
 * Changes options of the auto-configured sender for which there is no property, such as a proxy or a trust store.
 * Beans of this type are called in their order, once, after the properties and before {@code build()}.
 */
@FunctionalInterface
public interface HttpEventSenderCustomizer {

    /** Changes options of {@code builder}; what it throws keeps the application from starting. */
    void customize(HttpEventSender.Builder builder);
}
