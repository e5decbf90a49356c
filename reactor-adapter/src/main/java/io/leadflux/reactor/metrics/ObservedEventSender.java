package io.leadflux.reactor.metrics;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

/**
 * Makes one observation, {@code leadflux.post}, of each attempt of another sender: a span where there is tracing.
 *
 * <p>It has the low-cardinality keys {@code status} and {@code verdict}, and the high-cardinality key {@code events}, a
 * number from 1 to 100; nothing of an event, a site or a key. Each is an observation without a parent, for a batch
 * holds the events of many requests. No trace context is sent to the provider: it is neither written into the request
 * nor put into the Reactor Context, where an instrumented HTTP client could find it.
 */
public final class ObservedEventSender implements EventSender {

    /** The name of the observations. */
    public static final String NAME = "leadflux.post";

    private final EventSender sender;
    private final ObservationRegistry registry;

    private ObservedEventSender(EventSender sender, ObservationRegistry registry) {
        this.sender = sender;
        this.registry = registry;
    }

    /** A sender that does what {@code sender} does, observed. */
    public static ObservedEventSender of(EventSender sender, ObservationRegistry registry) {
        return new ObservedEventSender(requireNonNull(sender, "sender"), requireNonNull(registry, "registry"));
    }

    /** As the other sender's. The observation begins at subscription and ends with the result, an error or a cancel. */
    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.defer(() -> {
            Observation observation = Observation.createNotStarted(NAME, registry)
                    .contextualName("leadflux post")
                    .lowCardinalityKeyValue("status", TagValues.NONE)
                    .lowCardinalityKeyValue("verdict", TagValues.NONE)
                    .highCardinalityKeyValue("events", Integer.toString(batch.size()))
                    .start();
            return Mono.defer(() -> sender.send(batch, apiKey))
                    .doOnNext(result -> record(observation, result))
                    .doOnError(observation::error)
                    .doFinally(signal -> observation.stop());
        });
    }

    private static void record(Observation observation, SendResult result) {
        observation
                .lowCardinalityKeyValue("status", TagValues.status(result))
                .lowCardinalityKeyValue("verdict", TagValues.of(result.verdict()));
        Throwable cause = result.cause();
        if (cause != null) {
            observation.error(cause);
        }
    }

    /** As the other sender's. */
    @Override
    public Mono<Void> disposeLater() {
        return sender.disposeLater();
    }
}
