package io.leadflux.examples.web.operations;

import io.leadflux.examples.web.page.Templates;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.time.Clock;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Schedulers;

/**
 * The live view of a site that measures, and the panel of one whose endpoint is emulated; {@code site.operations=false} leaves
 * both out.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(
        name = {"leadflux.enabled", "site.operations"},
        matchIfMissing = true)
public class OperationsConfiguration {

    @Bean
    FailureLog journal() {
        return new FailureLog(Clock.systemUTC());
    }

    @Bean
    Sampler sampler(
            ConversionClient client,
            FailureLog journal,
            ObjectProvider<EmulatedEndpoint> endpoint,
            ObjectProvider<Visitors> visitors) {
        return new Sampler(
                client,
                journal,
                endpoint.getIfAvailable(),
                visitors.getIfAvailable(),
                Clock.systemUTC(),
                Schedulers.parallel());
    }

    @Bean
    OperationsController operationsController(
            Templates templates, Sampler sampler, ObjectProvider<EmulatedEndpoint> endpoint) {
        return new OperationsController(templates, sampler, endpoint.getIfAvailable() != null);
    }

    /** What there is besides for an endpoint that may be broken. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(EmulatedEndpoint.class)
    static class Emulated {

        @Bean
        ApiKeySupplier apiKeySupplier(EmulatedEndpoint endpoint) {
            return endpoint.keys();
        }

        @Bean(destroyMethod = "dispose")
        SimulatedVisit tour(Environment environment) {
            return new SimulatedVisit(
                    () -> environment.getRequiredProperty("local.server.port", Integer.class), new Random());
        }

        @Bean
        Visitors visitors(SimulatedVisit tour, Environment environment) {
            return new Visitors(
                    tour.visit(), environment.getProperty("site.visitors", Integer.class, 0), Schedulers.parallel());
        }

        @Bean
        FaultController faultController(EmulatedEndpoint endpoint, Visitors visitors) {
            return new FaultController(endpoint, visitors);
        }
    }
}
