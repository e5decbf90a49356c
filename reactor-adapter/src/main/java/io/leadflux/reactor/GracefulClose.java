package io.leadflux.reactor;

import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.DeliveryEngine;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How a client ends: once, by its deadline, with a report of what is left. */
final class GracefulClose {

    private static final Duration AFTER_THE_DEADLINE = Duration.ofMillis(40);

    private final DeliveryEngine engine;
    private final Pipelines pipelines;
    private final Sinks.One<CloseReport> report = Sinks.one();

    GracefulClose(DeliveryEngine engine, Pipelines pipelines) {
        this.engine = engine;
        this.pipelines = pipelines;
    }

    /** Ends the client unless that has begun; returns the one report. */
    Mono<CloseReport> begin(Duration patience) {
        if (pipelines.finish()) {
            long since = engine.timing().nanos();
            flushed(patience)
                    .then(Mono.fromRunnable(engine::close))
                    .then(flushed(AFTER_THE_DEADLINE))
                    .delayUntil(settled -> deadLettersDrained(
                            patience.minusNanos(engine.timing().nanos() - since)))
                    .subscribe(settled -> report(since, settled), impossible -> report(since, false));
        }
        return report.asMono();
    }

    private Mono<Boolean> flushed(Duration patience) {
        return inTime(Mono.defer(pipelines::flush), patience);
    }

    private Mono<Boolean> deadLettersDrained(Duration rest) {
        Duration patience = rest.compareTo(AFTER_THE_DEADLINE) > 0 ? rest : AFTER_THE_DEADLINE;
        return inTime(engine.deadLettersDrained(), patience);
    }

    /** Whether {@code work} is done in time. */
    private Mono<Boolean> inTime(Mono<Void> work, Duration patience) {
        return work.thenReturn(true)
                .timeout(patience, engine.timing().scheduler())
                .onErrorReturn(false);
    }

    private void report(long since, boolean settled) {
        Duration took = Duration.ofNanos(engine.timing().nanos() - since);
        ClientStats stats = engine.stats();
        engine.closeLossLog();
        long unlisted = settled ? 0 : Math.max(stats.queued() + stats.inFlight(), 0);
        pipelines.leaveShutdownHook();
        report.tryEmitValue(new CloseReport(took, stats, engine.takeLeft(), unlisted));
    }
}
