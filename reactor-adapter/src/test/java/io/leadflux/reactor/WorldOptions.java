package io.leadflux.reactor;

import io.leadflux.batch.BatchLimits;
import io.leadflux.event.EventName;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The options of a simulated world: those of its client, and how bad its events are. */
final class WorldOptions {

    private static final List<OverflowPolicy> POLICIES = List.of(OverflowPolicy.values());

    /** Whether every result is seen as soon as it is known. */
    final boolean transparent;

    /** Whether the client has a listener, which counts the results of all events, those included that are not seen. */
    final boolean listens;

    /** The shares of events that the provider refuses with 400, and with another status. */
    final double badness;

    final double poison;

    final BatchLimits limits;
    final int leastConcurrency;
    final int mostConcurrency;

    /** The delivery timeouts by name; one is the shortest of both. */
    final Duration viewTimeout;

    final Duration leadTimeout;
    final Duration shortestTimeout;
    final Duration longestTimeout;
    final Duration linger;
    final Duration minBackoff;
    final Duration maxBackoff;
    final double retryShare;
    final double retriesPerSecond;
    final int refusalBudget;
    final OverflowPolicy overflow;
    final int sinkEvents;
    final int sinkBytes;

    /** Where the client's clock begins, in nanoseconds. */
    final long clockOrigin;

    WorldOptions(SplittableRandom random) {
        transparent = random.nextBoolean();
        listens = random.nextInt(8) > 0;
        badness = switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> 0;
            case 4 -> 0.001 + random.nextDouble() * 0.009;
            case 5 -> random.nextDouble() * 0.5;
            default -> random.nextDouble() * random.nextDouble() * 0.2;
        };
        poison = random.nextInt(4) == 0 ? random.nextDouble() * random.nextDouble() * 0.2 : 0;
        limits = BatchLimits.of(
                random.nextInt(4) == 0 ? 100 : random.nextInt(1, 30), random.nextInt(3) == 0 ? 2048 : 1 << 20);
        leastConcurrency = random.nextInt(1, 5);
        mostConcurrency = random.nextBoolean() ? leastConcurrency : leastConcurrency + random.nextInt(12);
        shortestTimeout = Duration.ofMillis(random.nextInt(500, random.nextBoolean() ? 5_000 : 400_000));
        longestTimeout = shortestTimeout.multipliedBy(random.nextBoolean() ? 1 : random.nextInt(1, 20));
        boolean leadsFirst = random.nextInt(4) == 0;
        viewTimeout = leadsFirst ? longestTimeout : shortestTimeout;
        leadTimeout = leadsFirst ? shortestTimeout : longestTimeout;
        long longest = Math.min(shortestTimeout.toMillis() / 2, 2000);
        linger = Duration.ofMillis(random.nextInt(3) == 0 ? 0 : random.nextLong(1, longest));
        minBackoff = Duration.ofMillis(random.nextInt(1, 500));
        maxBackoff = minBackoff.multipliedBy(random.nextInt(1, 100));
        retryShare = random.nextDouble();
        retriesPerSecond = random.nextInt(3) == 0 ? 0.1 : random.nextInt(1, 50);
        refusalBudget = random.nextInt(10, 100);
        overflow = POLICIES.get(random.nextInt(POLICIES.size()));
        sinkEvents = random.nextInt(2, random.nextBoolean() ? 20 : 2000);
        sinkBytes = random.nextInt(1024, 1 << 17);
        clockOrigin = random.nextInt(3) == 0 ? random.nextLong(-1L << 60, 1L << 60) : 0;
    }

    ConversionClient.Builder applyTo(ConversionClient.Builder builder) {
        return builder.limits(limits)
                .linger(linger)
                .deliveryTimeout(EventName.PAGE_VIEW, viewTimeout)
                .deliveryTimeout(EventName.GENERATE_LEAD, leadTimeout)
                .backoff(minBackoff, maxBackoff)
                .retryBudget(retryShare, retriesPerSecond)
                .refusalBudget(refusalBudget)
                .overflow(overflow)
                .sinkCapacity(sinkEvents, sinkBytes);
    }

    Duration timeoutOf(WorldEvent event) {
        return event.event.name() == EventName.GENERATE_LEAD ? leadTimeout : viewTimeout;
    }

    /** What a sweep of the deadlines may add to an event's time. */
    Duration sweepRest() {
        Duration share = shortestTimeout.dividedBy(100);
        Duration most = Duration.ofMillis(20);
        return share.compareTo(most) < 0 ? share : most;
    }

    @Override
    public String toString() {
        return "transparent " + transparent + ", listens " + listens + ", badness " + badness + ", poison " + poison
                + ", limits " + limits + ", linger " + linger + ", deadlines " + viewTimeout + " and " + leadTimeout
                + ", concurrency "
                + leastConcurrency + " to " + mostConcurrency + ", backoff " + minBackoff + " to " + maxBackoff
                + ", retries " + retryShare + " and " + retriesPerSecond + "/s, refusals " + refusalBudget + ", sink "
                + overflow + " " + sinkEvents + " events " + sinkBytes + " bytes";
    }
}
