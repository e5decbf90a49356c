package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** How a peer collects a stream into batches with Reactor's operators. */
enum Buffering {
    /** {@code buffer(100)}: full batches only, however long that takes. */
    FULL,
    /** {@code bufferTimeout} with defaults: it ends the stream when a batch is due without demand. */
    TIMED,
    /** {@code bufferTimeout} with fair backpressure. */
    FAIR,
    /** One event per request. */
    NONE;

    <T> Flux<List<T>> of(Flux<T> events) {
        return switch (this) {
            case FULL -> events.buffer(Target.BATCH);
            case TIMED -> events.bufferTimeout(Target.BATCH, Target.LINGER);
            case FAIR -> events.bufferTimeout(Target.BATCH, Target.LINGER, Schedulers.parallel(), true);
            case NONE -> events.map(List::of);
        };
    }
}
