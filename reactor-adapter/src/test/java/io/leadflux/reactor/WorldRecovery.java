package io.leadflux.reactor;

import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.delivery.Health;
import java.time.Duration;
import java.util.List;

/**
 * After the last fault ends, everything that has time left is accepted within a bound. Nothing of it is guessed:
 *
 * <pre>
 *   what was in flight    the response time-out of the request under way
 *   the breaker           the longest pause, twice when a key was refused or was not there: for the outage, and for the key
 *   a question for a key  10 seconds, until the client gives up on a reply
 *   a single wait         the longest backoff, Retry-After bounded by half of the event's time, or the hold of an event that
 *                         was refused alone; it runs beside the waits above
 *   the retry budget      one batch after another
 *   the refusal budget    five minutes, if refusals are near the budget
 *   the work itself       one request for each event and two for each that may be isolated, one after another
 * </pre>
 *
 * <p>Says nothing when an event is left that the provider refuses: that takes refusals, which the budget may not have.
 */
final class WorldRecovery {

    private static final Duration KEY_REPLY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(40);
    private static final Duration LONGEST_PAUSE_ASKED_FOR = Duration.ofMinutes(5);
    private static final Duration REFUSALS_COUNT = Duration.ofMinutes(5);
    private static final Duration HOLD = Duration.ofSeconds(30);

    private final World world;
    private final WorldOptions options;
    private final long healedAt;
    private final List<WorldEvent> open;
    private final boolean promises;
    private final Duration bound;

    /** Ends every fault of {@code world}. */
    WorldRecovery(World world) {
        this.world = world;
        this.options = world.options;
        healedAt = world.now();
        open = world.events().stream()
                .filter(event -> event.given && !event.hasEnded())
                .toList();
        promises = !world.isClosed() && open.stream().allMatch(event -> event.refusal == 0);
        bound = derive();
        world.keys.heal();
        world.provider.heal();
        world.neighbours.heal();
        if (promises && open.stream().anyMatch(this::hasTime)) {
            world.happened(WorldKind.HEALED_WITH_WORK_LEFT);
        }
    }

    /** How long to wait until {@link #judge}. */
    Duration bound() {
        return bound;
    }

    private Duration derive() {
        WorldProvider provider = world.provider;
        Duration inFlight = provider.inFlight == 0 ? Duration.ZERO : provider.responseTimeout;
        Duration question = world.keys.open() == 0 ? Duration.ZERO : KEY_REPLY;
        boolean pauses = world.health() != Health.UP || provider.inFlight > 0;
        Duration pause = pauses ? max(options.maxBackoff, pauseAskedFor()) : Duration.ZERO;
        Duration forKey = question.plus(options.maxBackoff).plusMillis(2L * provider.latencyMillis);
        Duration waits = max(inFlight.plus(pause).plus(forKey), max(singleWait(), hold()));
        boolean nearTheBudget =
                provider.refusals() > 0 && provider.refusals() + options.mostConcurrency >= options.refusalBudget;
        return waits.plus(nearTheBudget ? REFUSALS_COUNT : Duration.ZERO)
                .plus(retryBudget(provider))
                .plus(work(provider))
                .plus(world.neighbours.work())
                .plus(options.linger)
                .plus(options.sweepRest());
    }

    private Duration pauseAskedFor() {
        return min(options.shortestTimeout.dividedBy(4), min(LONGEST_RETRY_AFTER, LONGEST_PAUSE_ASKED_FOR));
    }

    private Duration singleWait() {
        return max(options.maxBackoff, min(LONGEST_RETRY_AFTER, options.longestTimeout.dividedBy(2)));
    }

    private Duration hold() {
        int refusals = open.stream().mapToInt(event -> event.refusedAlone).max().orElse(0);
        return refusals == 0 ? Duration.ZERO : HOLD.multipliedBy(1L << Math.min(refusals - 1, 10));
    }

    private Duration retryBudget(WorldProvider provider) {
        boolean mayBeSplit = 4 * provider.refusals() > options.refusalBudget;
        long retries = mayBeSplit
                ? open.stream().filter(event -> event.posts > 0).count()
                : open.stream()
                        .filter(event -> event.posts > 0)
                        .map(event -> event.lastPost)
                        .distinct()
                        .count();
        return Duration.ofMillis((long) (1000 * retries / options.retriesPerSecond));
    }

    private Duration work(WorldProvider provider) {
        long isolated =
                open.stream().filter(event -> event.suspect || event.posts > 2).count();
        return Duration.ofMillis((open.size() + isolated) * provider.latencyMillis);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean hasTime(WorldEvent event) {
        return event.submittedAt + options.timeoutOf(event).toNanos() > healedAt + bound.toNanos();
    }

    /** To be called when the bound has passed. */
    void judge() {
        if (promises && !world.isClosed()) {
            open.stream().filter(this::hasTime).forEach(this::judge);
        }
    }

    private void judge(WorldEvent event) {
        if (!options.listens && !event.watched) {
            return;
        }
        world.require(event.hasEnded(), "not answered ", bound, " after the last fault: ", event);
        Outcome outcome = event.outcome();
        boolean discarded = outcome == Outcome.CLOSED && !event.inSink;
        boolean wronged = outcome == Outcome.REJECTED && event.wronged;
        world.require(
                outcome == Outcome.ACCEPTED || discarded || wronged,
                "not accepted ",
                bound,
                " after the last fault: ",
                event);
    }
}
