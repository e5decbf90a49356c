package io.leadflux.reactor.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** Names for a native image the fields that the queues behind sink and dead letters look up by name. */
final class QueueRuntimeHints implements RuntimeHintsRegistrar {

    private static final String QUEUES = "org.jctools.queues.";

    private static final Map<String, String> FIELDS = Map.of(
            QUEUES + "MpscArrayQueueProducerIndexField", "producerIndex",
            QUEUES + "MpscArrayQueueProducerLimitField", "producerLimit",
            QUEUES + "MpscArrayQueueConsumerIndexField", "consumerIndex",
            QUEUES + "MpmcArrayQueueProducerIndexField", "producerIndex",
            QUEUES + "MpmcArrayQueueConsumerIndexField", "consumerIndex");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        FIELDS.forEach((type, field) ->
                hints.reflection().registerType(TypeReference.of(type), hint -> hint.withField(field)));
    }
}
