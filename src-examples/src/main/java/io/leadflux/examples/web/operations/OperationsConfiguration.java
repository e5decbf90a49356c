package io.leadflux.examples.web.operations;

import io.leadflux.examples.web.page.Templates;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.time.Clock;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Schedulers;

/**
 * The live view of the client and, if the endpoint is emulated, the panel that breaks it. {@code
 * site.operations=false} leaves both out.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "site.operations", matchIfMissing = true)
@ConditionalOnExpression("'${leadflux.mode:live}' != 'off'")
public class OperationsConfiguration {

    @Bean
    DeliveryLog deliveryLog() {
        return new DeliveryLog(Clock.systemUTC());
    }

    @Bean
    Sampler sampler(
            ConversionClient client,
            DeliveryLog log,
            ObjectProvider<EmulatedEndpoint> endpoint,
            ObjectProvider<Visitors> visitors) {
        return new Sampler(
                client,
                log,
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

    /** Further beans for an emulated endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(EmulatedEndpoint.class)
    static class Emulated {

        @Bean
        ApiKeySupplier apiKeySupplier(EmulatedEndpoint endpoint) {
            return endpoint.keys();
        }

        @Bean(destroyMethod = "dispose")
        SimulatedVisit simulatedVisit(Environment environment) {
            return new SimulatedVisit(
                    () -> environment.getRequiredProperty("local.server.port", Integer.class), new Random());
        }

        @Bean
        Visitors visitors(SimulatedVisit simulatedVisit, Environment environment) {
            return new Visitors(
                    simulatedVisit.visit(),
                    environment.getProperty("site.visitors", Integer.class, 0),
                    Schedulers.parallel());
        }

        @Bean
        FaultController faultController(EmulatedEndpoint endpoint, Visitors visitors) {
            return new FaultController(endpoint, visitors);
        }
    }
}
