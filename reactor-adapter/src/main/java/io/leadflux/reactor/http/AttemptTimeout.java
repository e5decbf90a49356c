package io.leadflux.reactor.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Gives up what takes too long. One timer looks at all attempts under way, and there is none when there are none: a timer for
 * each would wake its thread twice for each request. So an attempt may last a sixteenth longer than it should.
 */
final class AttemptTimeout {

    private static final int LOOKS = 16;

    private record Wait(long until, Sinks.Empty<Void> over) {}

    private final Duration limit;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean timed = new AtomicBoolean();

    AttemptTimeout(Duration limit) {
        this.limit = limit;
    }

    /** The same, or a {@link TimeoutException} on a timer's thread. */
    <T> Mono<T> with(Mono<T> attempt) {
        return Mono.defer(() -> {
            Wait wait = new Wait(now() + limit.toNanos(), Sinks.empty());
            waits.add(wait);
            lookAgain();
            return attempt.timeout(wait.over.asMono(), Mono.error(this::exhausted))
                    .doFinally(end -> waits.remove(wait));
        });
    }

    private TimeoutException exhausted() {
        return new TimeoutException("took longer than " + limit);
    }

    private void lookAgain() {
        if (timed.compareAndSet(false, true)) {
            try {
                Schedulers.parallel().schedule(this::look, limit.toNanos() / LOOKS, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException stopped) {
                timed.set(false); // somebody may start the schedulers again
                throw stopped;
            }
        }
    }

    private void look() {
        timed.set(false); // before it is seen whether there are more, so that who comes now sets the timer
        long now = now();
        for (Wait wait : waits) {
            if (wait.until - now <= 0) {
                wait.over.tryEmitEmpty();
            }
        }
        if (!waits.isEmpty()) {
            lookAgain();
        }
    }

    private static long now() {
        return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
    }
}
