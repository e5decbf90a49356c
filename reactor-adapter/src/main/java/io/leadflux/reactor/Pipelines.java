package io.leadflux.reactor;

import io.leadflux.reactor.delivery.DeliveryEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/** A client's pipelines that are open, its sink's among them, and what they share. For any thread. */
final class Pipelines {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);

    private final DeliveryEngine engine;
    private final Screening screening;
    private final SinkOptions sinkOptions;
    private final Duration shutdownTimeout;
    private final GracefulClose end;

    /** By number, so that they are always gone through in the same order. */
    private final Map<Long, Pipeline<?>> open = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Object sinkLock = new Object();
    private final Object hookLock = new Object();
    private boolean leftHook;
    private volatile @Nullable EventSink sink;

    /** @param shutdownTimeout how long the end of the JVM waits for the events at hand; zero for not at all */
    Pipelines(DeliveryEngine engine, Screening screening, SinkOptions sinkOptions, Duration shutdownTimeout) {
        this.engine = engine;
        this.screening = screening;
        this.sinkOptions = sinkOptions;
        this.shutdownTimeout = shutdownTimeout;
        this.end = new GracefulClose(engine, this);
    }

    /** How the client ends. It is held here too, since these are reachable for as long as events wait. */
    GracefulClose end() {
        return end;
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
        if (used.compareAndSet(false, true)) {
            sayWhatMayBeLost();
            joinShutdownHook();
        }
    }

    private void joinShutdownHook() {
        synchronized (hookLock) {
            if (!leftHook && !shutdownTimeout.isZero() && !engine.timing().isVirtual()) {
                ShutdownHook.OF_JVM.add(end, shutdownTimeout);
            }
        }
    }

    /** Is not closed at the end of the JVM, now and later. Idempotent. */
    void leaveShutdownHook() {
        synchronized (hookLock) {
            leftHook = true;
            ShutdownHook.OF_JVM.remove(end);
        }
    }

    /** Once for each client, when it is first used: where what is not accepted goes, and what a crash would lose. */
    private void sayWhatMayBeLost() {
        String kept = engine.deadLetterDestination();
        LOG.info(
                "Events that are not accepted {}. A crash loses every event without a result: up to {} in the sink,"
                        + " and {} in the batches of the sink and of each stream",
                kept == null ? "are kept nowhere, as there is no dead letter handler" : "go to " + kept,
                sinkOptions.events(),
                engine.widestWindow());
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
