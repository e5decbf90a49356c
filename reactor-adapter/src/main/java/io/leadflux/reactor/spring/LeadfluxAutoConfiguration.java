package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.deadletter.NdjsonDeadLetters;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.validation.EventValidator;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Makes of the properties a key supplier, a sender, a client and its sink, and drains the client when the application
 * stops.
 *
 * <p>The client takes over beans of the types {@link EventValidator}, {@link DeadLetterHandler}, {@link
 * DeliveryListener} (any number) and {@link ConversionClientCustomizer} (any number). With {@code
 * leadflux.dead-letters.path} and without a {@link DeadLetterHandler}, there is one that keeps a file. The application's own {@link
 * ConversionClient} makes all but the sink and the draining back off; no property is required then.
 *
 * <p>In the modes {@code dry-run} and {@code off} the client neither asks a key supplier nor calls a sender of the
 * application.
 */
@AutoConfiguration
@EnableConfigurationProperties(LeadfluxProperties.class)
public final class LeadfluxAutoConfiguration {

    private static final Logger LOG = Loggers.getLogger(LeadfluxAutoConfiguration.class);

    /** For Spring. */
    LeadfluxAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean({ApiKeySupplier.class, ConversionClient.class})
    ApiKeySupplier leadfluxApiKeySupplier(LeadfluxProperties properties) {
        return properties.mode() == Mode.LIVE ? new ClientSetup(properties).keys() : ApiKeySupplier.of(IdleSender.KEY);
    }

    @Bean(destroyMethod = "disposeLater")
    @ConditionalOnMissingBean({EventSender.class, ConversionClient.class})
    EventSender leadfluxEventSender(
            LeadfluxProperties properties, ObjectProvider<HttpEventSenderCustomizer> customizers) {
        return switch (properties.mode()) {
            case LIVE -> httpSender(properties, customizers);
            case DRY_RUN, OFF -> IdleSender.of(properties.mode());
            case EMULATED ->
                throw new InvalidPropertyException(
                        "leadflux.mode", "emulated needs the test kit of Leadflux on the class path");
        };
    }

    private static HttpEventSender httpSender(
            LeadfluxProperties properties, ObjectProvider<HttpEventSenderCustomizer> customizers) {
        HttpEventSender.Builder builder = new ClientSetup(properties).sender();
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return InvalidPropertyException.made("leadflux.endpoint", builder, HttpEventSender.Builder::build);
    }

    @Bean(destroyMethod = "disposeLater")
    @ConditionalOnMissingBean({DeadLetterHandler.class, ConversionClient.class})
    @ConditionalOnProperty("leadflux.dead-letters.path")
    NdjsonDeadLetters leadfluxDeadLetters(LeadfluxProperties properties) {
        return new ClientSetup(properties).deadLetters();
    }

    @Bean(destroyMethod = "dispose")
    @ConditionalOnMissingBean
    ConversionClient conversionClient(
            LeadfluxProperties properties, ApiKeySupplier keys, EventSender sender, ListableBeanFactory beans) {
        Mode mode = properties.mode();
        EventSender decorated = mode.isSending() ? sender : IdleSender.of(mode);
        for (SenderDecorator decorator :
                beans.getBeanProvider(SenderDecorator.class).orderedStream().toList()) {
            decorated = decorator.decorate(decorated);
        }
        ConversionClient.Builder builder = ConversionClient.builder(
                        decorated, mode.isSending() ? keys : ApiKeySupplier.of(IdleSender.KEY))
                .shutdownTimeout(Duration.ZERO); // the lifecycle drains it
        new ClientSetup(properties).apply(builder);
        beans.getBeanProvider(EventValidator.class).ifAvailable(builder::validator);
        if (mode != Mode.OFF) {
            reportTo(builder, beans);
        }
        beans.getBeanProvider(ConversionClientCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        mode.logTo(LOG);
        return builder.build();
    }

    private static void reportTo(ConversionClient.Builder builder, ListableBeanFactory beans) {
        beans.getBeanProvider(DeadLetterHandler.class).ifAvailable(builder::deadLetters);
        List<DeliveryListener> listeners =
                beans.getBeanProvider(DeliveryListener.class).orderedStream().toList();
        if (!listeners.isEmpty()) {
            builder.listener(new DeliveryListeners(listeners));
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(ConversionClient.class)
    EventSink eventSink(ConversionClient client) {
        return client.sink();
    }

    @Bean
    @ConditionalOnSingleCandidate(ConversionClient.class)
    ServerDrain leadfluxServerDrain() {
        return new ServerDrain();
    }

    @Bean
    @ConditionalOnBean(ServerDrain.class)
    ServerDrainLifecycle leadfluxServerDrainLifecycle(ServerDrain drain) {
        return new ServerDrainLifecycle(drain);
    }

    @Bean
    @ConditionalOnSingleCandidate(ConversionClient.class)
    ClientLifecycle leadfluxClientLifecycle(
            ConversionClient client,
            ServerDrain requests,
            LeadfluxProperties properties,
            ObjectProvider<DefaultLifecycleProcessor> processor) {
        Duration patience = properties.closeTimeout();
        if (patience.isNegative() || patience.compareTo(Duration.ofDays(7)) > 0) {
            throw new InvalidPropertyException("leadflux.close-timeout", "must be from 0 to 7 days, not " + patience);
        }
        return new ClientLifecycle(client, requests, patience, processor);
    }
}
