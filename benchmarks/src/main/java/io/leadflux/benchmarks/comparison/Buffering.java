package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** How a peer makes batches of a stream with what Reactor has. */
enum Buffering {
    /** {@code buffer(100)}: full ones only, however long that takes. */
    FULL,
    /** {@code bufferTimeout} as it is by default: it ends the stream when a batch is due and none was asked for. */
    TIMED,
    /** {@code bufferTimeout} with fair backpressure. */
    FAIR,
    /** One event alone. */
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
