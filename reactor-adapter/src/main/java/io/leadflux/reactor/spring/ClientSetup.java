package io.leadflux.reactor.spring;

import static io.leadflux.reactor.spring.InvalidPropertyException.made;
import static io.leadflux.reactor.spring.InvalidPropertyException.set;

import io.leadflux.batch.BatchLimits;
import io.leadflux.event.EventName;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.http.HttpEventSender;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Passes the properties to the builders, and names the property that a builder refuses. */
record ClientSetup(LeadfluxProperties properties) {

    ApiKeySupplier keys() {
        String key = properties.apiKey();
        Path file = properties.apiKeyFile();
        if (key != null && file != null) {
            throw new InvalidPropertyException("leadflux.api-key", "must not be set beside leadflux.api-key-file");
        }
        if (file != null) {
            return made("leadflux.api-key-file", file, ApiKeyFile::of);
        }
        if (key == null) {
            throw new InvalidPropertyException(
                    "leadflux.api-key", "is required, or leadflux.api-key-file, or a bean of type ApiKeySupplier");
        }
        return made("leadflux.api-key", key, ApiKeySupplier::of);
    }

    HttpEventSender.Builder sender() {
        String pixelId = properties.pixelId();
        if (pixelId == null) {
            throw new InvalidPropertyException("leadflux.pixel-id", "is required, or a bean of type EventSender");
        }
        HttpEventSender.Builder builder = made("leadflux.pixel-id", pixelId, HttpEventSender::builder);
        LeadfluxProperties.Http http = properties.http();
        set("leadflux.endpoint", properties.endpoint(), builder::endpoint);
        builder.allowPlainHttp(properties.allowPlainHttp());
        set("leadflux.http.connect-timeout", http.connectTimeout(), builder::connectTimeout);
        set("leadflux.http.response-timeout", http.responseTimeout(), builder::responseTimeout);
        set("leadflux.http.max-connections", http.maxConnections(), builder::maxConnections);
        set("leadflux.http.max-idle-time", http.maxIdleTime(), builder::maxIdleTime);
        return builder;
    }

    void apply(ConversionClient.Builder builder) {
        LeadfluxProperties.Sink sink = properties.sink();
        LeadfluxProperties.Concurrency concurrency = properties.concurrency();
        LeadfluxProperties.Retry retry = properties.retry();
        set("leadflux.batch", properties.batch(), batch -> builder.limits(limits(batch)));
        set("leadflux.batch.linger", properties.batch().linger(), builder::linger);
        LeadfluxProperties.DeliveryTimeout timeout = properties.deliveryTimeout();
        set(
                "leadflux.delivery-timeout.page-view",
                timeout.pageView(),
                t -> builder.deliveryTimeout(EventName.PAGE_VIEW, t));
        set(
                "leadflux.delivery-timeout.generate-lead",
                timeout.generateLead(),
                t -> builder.deliveryTimeout(EventName.GENERATE_LEAD, t));
        set(
                "leadflux.sink",
                sink,
                s -> builder.sinkCapacity(s.maxEvents(), s.maxSize().toBytes()));
        builder.overflow(sink.overflow());
        set("leadflux.concurrency", concurrency, c -> builder.adaptiveConcurrency(c.least(), c.most()));
        set("leadflux.retry", retry, r -> builder.backoff(r.minBackoff(), r.maxBackoff()));
        set("leadflux.retry", retry, r -> builder.retryBudget(r.share(), r.perSecond()));
        set("leadflux.refusal-budget", properties.refusalBudget(), builder::refusalBudget);
        requireLingerWithin("leadflux.delivery-timeout.page-view", timeout.pageView());
        requireLingerWithin("leadflux.delivery-timeout.generate-lead", timeout.generateLead());
    }

    private void requireLingerWithin(String property, Duration timeout) {
        if (properties.batch().linger().compareTo(timeout) >= 0) {
            throw new InvalidPropertyException(
                    "leadflux.batch.linger", "must be shorter than " + property + ", or no such event is ever sent");
        }
    }

    private static BatchLimits limits(LeadfluxProperties.Batch batch) {
        return BatchLimits.of(batch.maxEvents(), saturated(batch.maxSize()));
    }

    private static int saturated(DataSize size) {
        return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
    }
}
