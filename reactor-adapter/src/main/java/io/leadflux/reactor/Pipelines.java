package io.leadflux.reactor;

import io.leadflux.reactor.delivery.DeliveryEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A client's pipelines that are open, its sink's among them, and what they share. For any thread. */
final class Pipelines {

    private final DeliveryEngine engine;
    private final Screening screening;
    private final SinkOptions sinkOptions;

    /** By number, so that they are always gone through in the same order. */
    private final Map<Long, Pipeline<?>> open = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Object sinkLock = new Object();
    private volatile @Nullable EventSink sink;

    Pipelines(DeliveryEngine engine, Screening screening, SinkOptions sinkOptions) {
        this.engine = engine;
        this.screening = screening;
        this.sinkOptions = sinkOptions;
    }

    DeliveryEngine engine() {
        return engine;
    }

    Screening screening() {
        return screening;
    }

    long nextNumber() {
        return numbers.getAndIncrement();
    }

    void opened(Pipeline<?> pipeline) {
        open.put(pipeline.number, pipeline);
    }

    void closed(Pipeline<?> pipeline) {
        open.remove(pipeline.number);
    }

    /** Always the same one, made when it is first asked for. */
    EventSink sink() {
        EventSink existing = sink;
        if (existing != null) {
            return existing;
        }
        synchronized (sinkLock) {
            existing = sink;
            if (existing == null) {
                existing = new EventSink(this, sinkOptions);
                if (isClosing()) {
                    existing.close();
                }
                sink = existing;
            }
            return existing;
        }
    }

    /** Seals what is open; completes when everything that came in before has its result. */
    Mono<Void> flush() {
        EventSink hot = sink;
        List<Mono<Void>> flushes = open.values().stream()
                .map(pipeline -> hot != null && hot.feeds(pipeline) ? hot.flush() : pipeline.flush())
                .toList();
        return Mono.when(flushes);
    }

    /** Whether no more events are taken. It refers to nothing else, so that it may outlive the client. */
    AtomicBoolean closing() {
        return closing;
    }

    boolean isClosing() {
        return closing.get();
    }

    /** Takes no more events; what came in goes on. False when that was so already. */
    boolean finish() {
        if (!closing.compareAndSet(false, true)) {
            return false;
        }
        EventSink hot;
        synchronized (sinkLock) {
            hot = sink;
        }
        for (Pipeline<?> pipeline : open.values()) {
            if (hot == null || !hot.feeds(pipeline)) {
                pipeline.finish();
            }
        }
        if (hot != null) {
            hot.close();
        }
        return true;
    }
}
