package io.leadflux.reactor.http;

import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives up attempts that take too long. One timer checks all attempts in flight; without attempts there is no timer. A
 * timer for each would wake its thread twice for each request. So an attempt may last a sixteenth longer than its
 * limit.
 */
final class AttemptTimeout {

    private static final int CHECKS_WITHIN_LIMIT = 16;

    private record Deadline(long at, Sinks.Empty<Void> passed) {}

    private final Duration limit;
    private final Timing timing;
    private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    AttemptTimeout(Duration limit, Timing timing) {
        this.limit = limit;
        this.timing = timing;
    }

    /** The result of {@code attempt}, or a {@link TimeoutException} on a timer's thread. */
    <T> Mono<T> limit(Mono<T> attempt) {
        return Mono.defer(() -> {
            Deadline deadline = new Deadline(timing.nanos() + limit.toNanos(), Sinks.empty());
            deadlines.add(deadline);
            scheduleCheck();
            return attempt.timeout(deadline.passed.asMono(), Mono.error(this::exceeded))
                    .doFinally(end -> deadlines.remove(deadline));
        });
    }

    private TimeoutException exceeded() {
        return new TimeoutException("took longer than " + limit);
    }

    private void scheduleCheck() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                timing.schedule(this::check, limit.toNanos() / CHECKS_WITHIN_LIMIT);
            } catch (RejectedExecutionException stopped) {
                scheduled.set(false); // the schedulers may be started again
                throw stopped;
            }
        }
    }

    private void check() {
        scheduled.set(false); // before the attempts are counted, so that a new one schedules the next check
        long now = timing.nanos();
        for (Deadline deadline : deadlines) {
            if (deadline.at - now <= 0) {
                deadline.passed.tryEmitEmpty();
            }
        }
        if (!deadlines.isEmpty()) {
            scheduleCheck();
        }
    }
}
