package io.leadflux.reactor.spring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Knows which requests to the site are in progress, and when the last one has ended.
 *
 * <p>Spring Boot's Netty goes on serving connections that were in use when its graceful shutdown began, also after it
 * reports that the shutdown is complete. So the client must not close when the web server has stopped, but when the
 * requests have: {@link #drain} waits for that, and no request is let in afterwards.
 *
 * <p>For any thread. One number holds the whole state, so that letting in, leaving and refusing never overlap.
 */
final class ServerDrain {

    /** Set once {@link #drain} has been asked for: the last request to leave refuses the next. */
    private static final int DRAINING = 1 << 30;

    /** Set for good once requests are refused; makes the state negative. */
    private static final int REFUSING = 1 << 31;

    private static final int COUNT = DRAINING - 1;

    private final AtomicInteger state = new AtomicInteger();
    private final Sinks.Empty<Void> quiet = Sinks.empty();
    private volatile boolean stopping;

    /** Lets a request in; false once requests are refused. A request that is let in must {@link #leave}. */
    boolean enter() {
        return state.getAndUpdate(now -> now < 0 ? now : now + 1) >= 0;
    }

    void leave() {
        tellIfQuiet(state.updateAndGet(now -> refusingIfQuiet(now - 1)));
    }

    /**
     * Refuses requests from the moment when none is in progress, or when {@code most} is over. Emits the number of
     * those that are still in progress then, which is 0 if all went well. Starts on subscription; never errs.
     */
    Mono<Integer> drain(Duration most) {
        return Mono.defer(() -> {
            tellIfQuiet(state.updateAndGet(now -> refusingIfQuiet(now | DRAINING)));
            return quiet.asMono().timeout(most, Mono.empty()).then(Mono.fromSupplier(this::refuse));
        });
    }

    private int refuse() {
        return state.updateAndGet(now -> now | REFUSING) & COUNT;
    }

    private static int refusingIfQuiet(int state) {
        return (state & ~REFUSING) == DRAINING ? state | REFUSING : state;
    }

    private void tellIfQuiet(int state) {
        if (state == (REFUSING | DRAINING)) {
            quiet.tryEmitEmpty();
        }
    }

    /** Whether the application has begun to stop; connections should close after their response. */
    boolean isStopping() {
        return stopping;
    }

    /** From now on each response tells its connection to close. */
    void begin() {
        stopping = true;
    }
}
