package io.leadflux.reactor.spring;

import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.webflux.AttributionArgumentResolver;
import io.leadflux.reactor.webflux.AttributionWebFilter;
import io.leadflux.reactor.webflux.ConsentPolicy;
import io.leadflux.validation.EventValidator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;

/**
 * Adds the attribution filter and the resolver of {@code Attribution} parameters to a WebFlux application. Uses beans
 * of the types {@link ConsentPolicy} and {@link EventValidator}.
 */
@AutoConfiguration(after = LeadfluxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(HandlerMethodArgumentResolver.class)
@EnableConfigurationProperties(LeadfluxProperties.class)
public final class LeadfluxWebFluxAutoConfiguration {

    /** For Spring. */
    LeadfluxWebFluxAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "leadflux.filter.enabled", matchIfMissing = true)
    AttributionWebFilter attributionWebFilter(
            LeadfluxProperties properties,
            ApplicationContext context,
            ObjectProvider<EventSink> sink,
            ObjectProvider<ConsentPolicy> consent,
            ObjectProvider<EventValidator> validator) {
        FilterSetup setup = new FilterSetup(properties.filter());
        AttributionWebFilter.Builder builder = setup.builder().onlyFor(new SiteExchanges(context));
        ConsentPolicy policy = setup.consent(consent.getIfAvailable());
        if (policy != null) {
            builder.consent(policy);
        }
        validator.ifAvailable(builder::validator);
        if (properties.filter().automaticPageViews()) {
            builder.automaticPageViews(sink.getObject()::tryEmit);
        }
        return setup.build(builder);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "leadflux.filter.enabled", matchIfMissing = true)
    AttributionArgumentResolver attributionArgumentResolver() {
        return AttributionArgumentResolver.create();
    }

    @Bean
    @ConditionalOnBean(ServerDrain.class)
    ServerDrainFilter leadfluxServerDrainFilter(ServerDrain drain) {
        return new ServerDrainFilter(drain);
    }
}
