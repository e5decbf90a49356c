package io.leadflux.reactor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * What becomes of what a user's code throws at a client. An {@link Error} is no exception here: an engine that breaks off in
 * the middle leaves events without a result, and a class that is missing in a listener is no reason for that.
 */
final class Callbacks {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);

    private final Tally tally;
    private final AtomicBoolean complained = new AtomicBoolean();

    Callbacks(Tally tally) {
        this.tally = tally;
    }

    /** One has thrown. It is counted; the first error is logged, since nobody else would tell of it. */
    void failed(Throwable broken) {
        tally.callbackFailed();
        if (broken instanceof Error && complained.compareAndSet(false, true)) {
            LOG.error(
                    "A consent gate, transformer or listener failed ({}); further failures are only counted",
                    origin(broken));
        }
    }

    /** What was thrown and where, for a log. Not its message, in which a user may have put what an event says of a person. */
    static String origin(Throwable broken) {
        StackTraceElement[] frames = broken.getStackTrace();
        String name = broken.getClass().getName();
        return frames.length == 0 ? name : name + " at " + frames[0];
    }

    /**
     * What {@code call} answers; it is called by each subscription. Whatever is thrown, by the call or by the subscription to
     * its answer, becomes the error: also what Reactor takes for fatal, and would throw on.
     */
    static <T> Mono<T> answer(Supplier<? extends Mono<T>> call) {
        return Mono.create(answer -> {
            try {
                answer.onDispose(call.get().subscribe(answer::success, answer::error, answer::success));
            } catch (Throwable broken) {
                answer.error(broken);
            }
        });
    }
}
