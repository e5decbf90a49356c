package io.leadflux.reactor.spring;

import static java.util.Objects.requireNonNull;

import io.leadflux.reactor.ConversionClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Gives an application with Actuator a health indicator, the endpoint {@code leadflux}, and keys that no endpoint
 * shows.
 */
@AutoConfiguration(after = LeadfluxAutoConfiguration.class)
public final class LeadfluxActuatorAutoConfiguration {

    /** For Spring. */
    LeadfluxActuatorAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static final class WithHealth {

        @Bean
        @ConditionalOnMissingBean(name = "leadfluxHealthIndicator")
        @ConditionalOnSingleCandidate(ConversionClient.class)
        @ConditionalOnEnabledHealthIndicator("leadflux")
        HealthIndicator leadfluxHealthIndicator(ConversionClient client) {
            return new LeadfluxHealthIndicator(client);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = Boot3HealthIndicator.INTERFACE)
    @ConditionalOnBooleanProperty(name = "management.health.leadflux.enabled", matchIfMissing = true)
    static final class WithHealthOfBoot3 {

        @Bean
        @ConditionalOnMissingBean(name = "leadfluxHealthIndicator")
        @ConditionalOnSingleCandidate(ConversionClient.class)
        Boot3HealthIndicator leadfluxHealthIndicator(
                ResourceLoader resources, ObjectProvider<ConversionClient> client) {
            return new Boot3HealthIndicator(requireNonNull(resources.getClassLoader(), "class loader"), client);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({SanitizingFunction.class, ConditionalOnAvailableEndpoint.class})
    static final class WithEndpoints {

        @Bean
        SanitizingFunction leadfluxKeySanitizer(Environment environment) {
            return KeySanitizer.of(environment);
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnSingleCandidate(ConversionClient.class)
        @ConditionalOnAvailableEndpoint
        LeadfluxEndpoint leadfluxEndpoint(ConversionClient client) {
            return new LeadfluxEndpoint(client);
        }
    }
}
