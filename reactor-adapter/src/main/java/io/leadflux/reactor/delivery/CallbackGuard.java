package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Catches and counts what a user's code throws, so that it never stops delivery. An {@link Error} is no exception: an engine
 * that breaks off in the middle leaves events without a result, and a class that is missing in a listener is no reason for
 * that.
 */
public final class CallbackGuard {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);

    private final Counters counters;
    private final AtomicBoolean logged = new AtomicBoolean();

    CallbackGuard(Counters counters) {
        this.counters = counters;
    }

    /** Counts a failure; the first error is logged, since nothing else would tell of it. */
    public void failed(Throwable broken) {
        counters.callbackFailed();
        if (broken instanceof Error && logged.compareAndSet(false, true)) {
            LOG.error(
                    "A consent gate, transformer or listener failed ({}); further failures are only counted",
                    origin(broken));
        }
    }

    /** What was thrown and where, for a log. Not its message, in which a user may have put what an event says of a person. */
    public static String origin(Throwable broken) {
        StackTraceElement[] frames = broken.getStackTrace();
        String name = broken.getClass().getName();
        return frames.length == 0 ? name : name + " at " + frames[0];
    }

    /**
     * The response of {@code call}, which each subscription calls. Whatever is thrown, by the call or by the subscription to
     * its response, becomes the error: also what Reactor takes for fatal, and would throw on.
     */
    static <T> Mono<T> response(Supplier<? extends Mono<T>> call) {
        return Mono.create(response -> {
            try {
                response.onDispose(call.get().subscribe(response::success, response::error, response::success));
            } catch (Throwable broken) {
                response.error(broken);
            }
        });
    }

    /** What {@code handler} says of itself, or its class when it fails. */
    String description(DeadLetterHandler handler) {
        try {
            return handler.description();
        } catch (Throwable broken) {
            failed(broken);
            return handler.getClass().getName();
        }
    }

    /** A listener that hands on to {@code listener} and never throws. */
    DeliveryListener guard(DeliveryListener listener) {
        return new DeliveryListener() {

            @Override
            public void requestStarted(int events, Duration waited, int attempt) {
                run(() -> listener.requestStarted(events, waited, attempt));
            }

            @Override
            public void requestEnded(int events, SendResult result, Duration took) {
                run(() -> listener.requestEnded(events, result, took));
            }

            @Override
            public void eventEnded(DeliveryResult result, Duration took) {
                run(() -> listener.eventEnded(result, took));
            }
        };
    }

    private void run(Runnable call) {
        try {
            call.run();
        } catch (Throwable broken) {
            failed(broken);
        }
    }
}
