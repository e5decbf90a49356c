package io.leadflux.examples.replay;

import io.leadflux.batch.BatchLimits;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.CorrelatedResult;
import io.leadflux.reactor.EventSink;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/**
 * Emits the elements of a source into a client's sink as fast as they come. The sink overflows rather than slow them
 * down.
 *
 * <p>It admits as many elements as the sink and the client can hold, and some results that wait to be written. Only
 * when writing falls behind does the source's thread wait.
 */
final class SinkRun<T> {

    static final int SINK_EVENTS = 16_384;
    static final long SINK_BYTES = 32L * 1024 * 1024;

    private static final int RESULTS_AHEAD = 1024;

    private final EventSink sink;
    private final Function<T, ServerEvent> toEvent;
    private final Semaphore room;
    // The source counts as one until it ends.
    private final AtomicLong pending = new AtomicLong(1);

    /** @param maxConcurrency the most requests that the client may have in flight */
    SinkRun(EventSink sink, int maxConcurrency, Function<T, ServerEvent> toEvent) {
        this.sink = sink;
        this.toEvent = toEvent;
        this.room = new Semaphore(
                SINK_EVENTS + Math.max(2 * maxConcurrency, 3) * BatchLimits.DEFAULT.maxEvents() + 2 * RESULTS_AHEAD);
    }

    /** Emits everything and returns when each element has its result. Call it on a thread that may block. */
    void run(Flux<T> source, Consumer<CorrelatedResult<T>> settle) {
        Flux.<CorrelatedResult<T>>create(results ->
                        source.subscribe(element -> emit(element, results), results::error, () -> ended(results)))
                .publishOn(Schedulers.boundedElastic(), RESULTS_AHEAD)
                .doOnNext(result -> {
                    settle.accept(result);
                    room.release();
                })
                .blockLast();
    }

    private void emit(T element, FluxSink<CorrelatedResult<T>> results) {
        room.acquireUninterruptibly();
        pending.incrementAndGet();
        sink.emit(toEvent.apply(element)).subscribe(result -> {
            results.next(new CorrelatedResult<>(element, result));
            ended(results);
        });
    }

    private void ended(FluxSink<CorrelatedResult<T>> results) {
        if (pending.decrementAndGet() == 0) {
            results.complete();
        }
    }
}
