package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.metrics.LeadfluxMetrics;
import io.leadflux.reactor.metrics.ObservedEventSender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Meters and observes the client where the application has a meter registry or an observation registry.
 *
 * <p>The auto-configured client has both by itself. An application that builds its own client must pass it
 * the {@link LeadfluxMetrics} bean as listener.
 */
@AutoConfiguration(
        after = LeadfluxAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            // Spring Boot 3.5
            "org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, ObservationRegistry.class})
public final class LeadfluxMetricsAutoConfiguration {

    /** For Spring. */
    LeadfluxMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    LeadfluxMetrics leadfluxMetrics(MeterRegistry registry) {
        return LeadfluxMetrics.create(registry);
    }

    @Bean
    @ConditionalOnBean(LeadfluxMetrics.class)
    @ConditionalOnSingleCandidate(ConversionClient.class)
    SmartInitializingSingleton leadfluxClientMeters(LeadfluxMetrics metrics, ConversionClient client) {
        return () -> metrics.bindTo(client);
    }

    @Bean
    @ConditionalOnSingleCandidate(ObservationRegistry.class)
    SenderDecorator leadfluxSenderObservation(ObservationRegistry registry) {
        return sender -> ObservedEventSender.of(sender, registry);
    }
}
