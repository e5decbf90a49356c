package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;
import org.jctools.queues.atomic.MpscChunkedAtomicArrayQueue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Hands results to a {@link DeadLetterHandler}, one at a time, and keeps its troubles to itself. */
final class DeadLetters {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Tally tally;
    private final Sinks.Many<DeliveryResult> letters;
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private volatile boolean complained;

    /** @param capacity how many letters may wait; as many as may end at once, since an outage ends them together */
    DeadLetters(DeadLetterHandler handler, Scheduler timer, Tally tally, int capacity) {
        this.tally = tally;
        this.letters = Sinks.unsafe()
                .many()
                .unicast()
                .onBackpressureBuffer(new MpscChunkedAtomicArrayQueue<>(64, Math.max(capacity, 128)));
        letters.asFlux()
                .concatMap(
                        letter -> Callbacks.answer(() -> handler.handle(letter))
                                .timeout(PATIENCE, timer)
                                .onErrorResume(this::failed),
                        1)
                .subscribe(nothing -> {}, broken -> drained.tryEmitEmpty(), drained::tryEmitEmpty);
    }

    void add(DeliveryResult result) {
        if (letters.tryEmitNext(result).isFailure()) {
            tally.deadLetterLost();
        }
    }

    /** Takes no more; completes when those at hand have been handed on. */
    Mono<Void> drained() {
        return Mono.defer(() -> {
            letters.tryEmitComplete();
            return drained.asMono();
        });
    }

    private Mono<Void> failed(Throwable failure) {
        tally.deadLetterLost();
        if (!complained) {
            complained = true;
            LOG.warn(
                    "The dead letter handler failed ({}); further failures are only counted",
                    failure.getClass().getSimpleName());
        }
        return Mono.empty();
    }
}
