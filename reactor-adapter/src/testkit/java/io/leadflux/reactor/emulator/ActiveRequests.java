package io.leadflux.reactor.emulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts the requests that came, those that wait for a response, and those that have not ended. Thread-safe. */
final class ActiveRequests {

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private final Sinks.Empty<Void> idle = Sinks.empty();
    private volatile boolean draining;

    /** One request from its head to the last byte of its response. Its event loop and timers use it in turn. */
    final class Request {

        private final long number;
        private final AtomicInteger counted = new AtomicInteger(1);

        private Request(long number) {
            this.number = number;
        }

        /** Its number, from 1. */
        long number() {
            return number;
        }

        /** Its response begins: a client that receives it may send the next request at once. */
        void responding() {
            if (counted.getAndSet(0) == 1) {
                waiting.decrementAndGet();
            }
        }

        /** Its response has been sent, or its connection is gone. */
        void leave() {
            responding();
            if (active.decrementAndGet() == 0 && draining) {
                idle.tryEmitEmpty();
            }
        }
    }

    /** The request whose head has come. */
    Request enter() {
        active.incrementAndGet();
        int now = waiting.incrementAndGet();
        if (now > most.get()) {
            most.accumulateAndGet(now, Math::max);
        }
        return new Request(arrived.incrementAndGet());
    }

    /** Completes when no request is active. */
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

    /** The most that waited for a response at once. */
    int most() {
        return most.get();
    }
}
