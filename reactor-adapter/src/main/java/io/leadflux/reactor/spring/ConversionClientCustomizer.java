package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;

/**
 * Has a last word on the options of the auto-configured client, for what no property can say: a transformer, say, or a
 * gate. Beans of this type are called in their order, once, after the properties and before {@code build()}.
 */
@FunctionalInterface
public interface ConversionClientCustomizer {

    /** Changes options of {@code builder}; what it throws keeps the application from starting. */
    void customize(ConversionClient.Builder builder);
}
