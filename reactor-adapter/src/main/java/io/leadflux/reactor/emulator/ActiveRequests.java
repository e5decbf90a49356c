package io.leadflux.reactor.emulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts the requests that came, those that wait for an answer, and those whose answer is not out yet. Thread-safe. */
final class ActiveRequests {

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private final Sinks.Empty<Void> idle = Sinks.empty();
    private volatile boolean draining;

    /** One request from its head to the last byte of its answer; used by its connection's event loop and by timers in turn. */
    final class Request {

        private final long number;
        private final AtomicInteger waiting = new AtomicInteger(1);

        private Request(long number) {
            this.number = number;
        }

        /** Its number, from 1. */
        long number() {
            return number;
        }

        /** Its answer begins: a client that gets it may send the next request at once. */
        void answered() {
            if (waiting.getAndSet(0) == 1) {
                unanswered.decrementAndGet();
            }
        }

        /** Its answer is out, or its connection is gone. */
        void leave() {
            answered();
            if (active.decrementAndGet() == 0 && draining) {
                idle.tryEmitEmpty();
            }
        }
    }

    /** The request whose head has come. */
    Request enter() {
        active.incrementAndGet();
        int now = unanswered.incrementAndGet();
        if (now > most.get()) {
            most.accumulateAndGet(now, Math::max);
        }
        return new Request(arrived.incrementAndGet());
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

    /** The most that waited for an answer at once. */
    int most() {
        return most.get();
    }
}
