package io.leadflux.reactor;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the event that waits for its first request longer than the linger time although nothing stands in its way: permits
 * are free, the breaker is closed, a key is there, and no refusal budget holds it back. The endpoint need not be healthy,
 * since failures of others hold a first attempt back by these alone.
 *
 * <p>Computing takes no virtual time, so all that is added to the linger time is what the rounding of timers may cost.
 */
final class LingerOracle {

    static final Duration SLACK = Duration.ofMillis(1);

    private final FreeSince permits;
    private final FreeSince client = new FreeSince();
    private final long most;
    private final int window;

    /**
     * @param permits the obstacle that all clients of a limit share
     * @param maxEvents of a batch: a sink takes in three batches at least before results make room for more, and it is
     *     worth it from a quarter of a batch on
     */
    LingerOracle(FreeSince permits, Duration linger, int maxEvents) {
        this.permits = permits;
        this.most = linger.plus(SLACK).toNanos();
        this.window = 3 * maxEvents - Math.max(maxEvents / 4, 1);
    }

    /** To be called whenever something may have changed, before and after. */
    void observe(boolean isBlocked, long now) {
        client.observe(isBlocked, now);
    }

    /** The first of the events, in the order of arrival, that waits too long; null when none does. */
    @Nullable
    WorldEvent tooLong(List<WorldEvent> events, long now) {
        if (permits.isBlocked() || client.isBlocked()) {
            return null;
        }
        long freeSince = Math.max(permits.since(), client.since());
        return events.stream()
                .filter(event -> event.isWaiting() && now - Math.max(event.submittedAt, freeSince) > most)
                .filter(event -> !event.inSink || isWithinWindow(event, events))
                .findFirst()
                .orElse(null);
    }

    /** A lead that came in at the same instant may have gone first. */
    private boolean isWithinWindow(WorldEvent event, List<WorldEvent> events) {
        long others = events.stream()
                .filter(other -> other.inSink && !other.hasEnded() && other.submittedAt <= event.submittedAt)
                .count();
        return others <= window;
    }
}
