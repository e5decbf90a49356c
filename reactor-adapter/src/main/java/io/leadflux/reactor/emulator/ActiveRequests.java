package io.leadflux.reactor.emulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts the requests that came, and those under way. Thread-safe. */
final class ActiveRequests {

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Sinks.Empty<Void> idle = Sinks.empty();
    private volatile boolean draining;

    /** The number of the request that begins, from 1. */
    long enter() {
        int now = active.incrementAndGet();
        if (now > most.get()) {
            most.accumulateAndGet(now, Math::max);
        }
        return arrived.incrementAndGet();
    }

    void leave() {
        if (active.decrementAndGet() == 0 && draining) {
            idle.tryEmitEmpty();
        }
    }

    /** Completes as soon as no request is under way, once. */
    Mono<Void> whenIdle() {
        return Mono.defer(() -> {
            draining = true;
            if (active.get() == 0) {
                idle.tryEmitEmpty();
            }
            return idle.asMono();
        });
    }

    long arrived() {
        return arrived.get();
    }

    int active() {
        return active.get();
    }

    int most() {
        return most.get();
    }
}
