package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;

/**
 * Changes options of the auto-configured client for which there is no property, such as a transformer or a consent
 * gate. Beans of this type are called in their order, once, after the properties and before {@code build()}.
 */
@FunctionalInterface
public interface ConversionClientCustomizer {

    /** Changes options of {@code builder}; what it throws keeps the application from starting. */
    void customize(ConversionClient.Builder builder);
}
