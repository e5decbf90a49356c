package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;
import org.jctools.queues.atomic.MpscChunkedAtomicArrayQueue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Hands results to a {@link DeadLetterHandler}, one at a time. A handler that fails or hangs never disturbs delivery.
 */
final class DeadLetterQueue {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How many letters may wait: an outage ends together what all streams of a client hold. Allocated as letters come.
     */
    private static final int CAPACITY = 1 << 17;

    private static final int STEP = 64;

    private final Runnable lost;
    private final Sinks.Many<DeliveryResult> letters;
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private volatile boolean logged;

    /** @param lost is told of each result that was not kept */
    DeadLetterQueue(DeadLetterHandler handler, Timing timing, Runnable lost) {
        this(handler, timing, lost, CAPACITY);
    }

    DeadLetterQueue(DeadLetterHandler handler, Timing timing, Runnable lost, int capacity) {
        this.lost = lost;
        this.letters =
                Sinks.unsafe().many().unicast().onBackpressureBuffer(new MpscChunkedAtomicArrayQueue<>(STEP, capacity));
        letters.asFlux()
                .concatMap(
                        letter -> CallbackGuard.response(() -> handler.handle(letter))
                                .timeout(HANDLER_TIMEOUT, timing.scheduler())
                                .onErrorResume(this::failed),
                        1)
                .subscribe(nothing -> {}, broken -> drained.tryEmitEmpty(), drained::tryEmitEmpty);
    }

    /** Queues a result, unless consent was withheld: what must not be sent must not be kept to be sent later. */
    void add(DeliveryResult result) {
        boolean consent = !LossLog.isConsentWithheld(result.violations());
        if (consent && letters.tryEmitNext(result).isFailure()) {
            lost.run();
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
        lost.run();
        if (!logged) {
            logged = true;
            LOG.warn(
                    "The dead letter handler failed ({}); further failures are only counted",
                    failure.getClass().getSimpleName());
        }
        return Mono.empty();
    }
}
