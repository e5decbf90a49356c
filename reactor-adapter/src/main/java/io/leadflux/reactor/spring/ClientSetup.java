package io.leadflux.reactor.spring;

import static io.leadflux.reactor.spring.InvalidPropertyException.made;
import static io.leadflux.reactor.spring.InvalidPropertyException.set;
import static io.leadflux.reactor.spring.InvalidPropertyException.setGroup;

import io.leadflux.batch.BatchLimits;
import io.leadflux.event.EventName;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.deadletter.NdjsonDeadLetters;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.validation.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.util.unit.DataSize;

/** Passes the properties to the builders, and names the property that a builder refuses. */
record ClientSetup(LeadfluxProperties properties) {

    static final String PIXEL_ID = "leadflux.pixel-id";
    static final String API_KEY = "leadflux.api-key";
    private static final int MOST_REQUESTS = 1024;
    private static final String API_KEY_FILE = "leadflux.api-key-file";
    private static final String PATH_OF_DEAD_LETTERS = "leadflux.dead-letters.path";

    ApiKeySupplier keys() {
        String key = properties.apiKey();
        Path file = properties.apiKeyFile();
        if (key != null && file != null) {
            throw new InvalidPropertyException(API_KEY, "must not be set beside leadflux.api-key-file");
        }
        if (file != null) {
            Credential.requireResolved(API_KEY_FILE, file.toString());
            return made(API_KEY_FILE, file, ApiKeyFile::of);
        }
        if (key == null) {
            throw new InvalidPropertyException(
                    API_KEY,
                    "is required; set it, the environment variable " + Credential.variable(API_KEY)
                            + ", or leadflux.api-key-file, or declare a bean of type ApiKeySupplier");
        }
        return made(API_KEY, Credential.require(API_KEY, key), ApiKeySupplier::of);
    }

    HttpEventSender.Builder sender() {
        String pixelId = properties.pixelId();
        if (pixelId == null) {
            throw new InvalidPropertyException(
                    PIXEL_ID,
                    "is required; set it, or the environment variable " + Credential.variable(PIXEL_ID)
                            + ", or declare a bean of type EventSender");
        }
        HttpEventSender.Builder builder =
                made(PIXEL_ID, Credential.require(PIXEL_ID, pixelId), HttpEventSender::builder);
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
        setGroup(
                "leadflux.batch",
                Map.of("maxEvents", "max-events", "maxBytes", "max-size"),
                properties.batch(),
                batch -> builder.limits(limits(batch)));
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
        setGroup(
                "leadflux.sink",
                Map.of("events", "max-events", "bytes", "max-size"),
                sink,
                s -> builder.sinkCapacity(s.maxEvents(), s.maxSize().toBytes()));
        builder.overflow(sink.overflow());
        setGroup(
                "leadflux.concurrency",
                Map.of("least", "least", "most", "most"),
                concurrency,
                c -> builder.adaptiveConcurrency(
                        Range.require("least", c.least(), 1, MOST_REQUESTS),
                        Range.require("most", c.most(), c.least(), MOST_REQUESTS)));
        setGroup(
                "leadflux.retry",
                Map.of("min", "min-backoff", "max", "max-backoff"),
                retry,
                r -> builder.backoff(r.minBackoff(), r.maxBackoff()));
        setGroup(
                "leadflux.retry",
                Map.of("shareOfRequests", "share", "perSecond", "per-second"),
                retry,
                r -> builder.retryBudget(r.share(), r.perSecond()));
        set("leadflux.refusal-budget", properties.refusalBudget(), builder::refusalBudget);
        requireLingerWithin("leadflux.delivery-timeout.page-view", timeout.pageView());
        requireLingerWithin("leadflux.delivery-timeout.generate-lead", timeout.generateLead());
    }

    /** The handler of dead letters, whose file is open, so that a wrong path shows when the application starts. */
    NdjsonDeadLetters deadLetters() {
        LeadfluxProperties.DeadLetters options = properties.deadLetters();
        Path path = options.path();
        if (path == null) {
            throw new InvalidPropertyException(PATH_OF_DEAD_LETTERS, "must not be empty; leave it out to keep none");
        }
        NdjsonDeadLetters.Builder builder = NdjsonDeadLetters.builder(path);
        set("leadflux.dead-letters.max-file-size", options.maxFileSize().toBytes(), builder::maxBytes);
        set("leadflux.dead-letters.max-files", options.maxFiles(), builder::maxFiles);
        NdjsonDeadLetters letters = builder.build();
        try {
            letters.open().toFuture().get(10, TimeUnit.SECONDS);
            return letters;
        } catch (ExecutionException | TimeoutException failure) {
            letters.dispose();
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new InvalidPropertyException(
                    PATH_OF_DEAD_LETTERS,
                    "the file cannot be opened (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ')');
        } catch (InterruptedException interrupted) {
            letters.dispose();
            Thread.currentThread().interrupt();
            throw new InvalidPropertyException(PATH_OF_DEAD_LETTERS, "the file was not opened: interrupted");
        }
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
