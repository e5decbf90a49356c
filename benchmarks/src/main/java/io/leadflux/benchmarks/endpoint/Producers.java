package io.leadflux.benchmarks.endpoint;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Threads that emit into a sink as fast as it takes events; a thread that finds it full pauses and tries again. */
public final class Producers {

    /** Short enough that the queue never runs empty meanwhile. */
    private static final long PAUSE_NANOS = 1_000_000;

    private Producers() {}

    /**
     * Completes when all threads have emitted all their events.
     *
     * @param events each thread subscribes to it
     */
    public static Mono<Void> emit(Flux<ServerEvent> events, EventSink sink, int threads) {
        return Flux.range(0, threads)
                .flatMap(
                        thread -> onThread(
                                events.doOnNext(event -> emit(event, sink)).then()),
                        threads)
                .then();
    }

    /** Subscribes on a new thread that ends with the subscription. */
    public static <T> Mono<T> onThread(Mono<T> work) {
        return Mono.using(() -> Schedulers.newSingle("producer", true), work::subscribeOn, Scheduler::dispose);
    }

    private static void emit(ServerEvent event, EventSink sink) {
        EmitResult result = sink.tryEmit(event);
        while (result == EmitResult.OVERFLOW) {
            LockSupport.parkNanos(PAUSE_NANOS);
            result = sink.tryEmit(event);
        }
        if (result != EmitResult.OK) {
            throw new IllegalStateException(result.toString());
        }
    }
}
