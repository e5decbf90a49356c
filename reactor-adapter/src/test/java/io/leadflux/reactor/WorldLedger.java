package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.delivery.DeliveryListener;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The listener of a simulated world: counts every result by itself, and holds each event to one. */
final class WorldLedger implements DeliveryListener {

    private final World world;
    private final Map<Outcome, Long> endings = new EnumMap<>(Outcome.class);

    WorldLedger(World world) {
        this.world = world;
    }

    long endings(Outcome outcome) {
        return endings.getOrDefault(outcome, 0L);
    }

    @Override
    public void eventEnded(DeliveryResult result, Duration took) {
        WorldEvent event = world.event(result.event());
        if (world.sabotage == Sabotage.UNCOUNTED_RESULTS && event.number % 17 == 0) {
            return;
        }
        world.require(event.ending == null, "ended a second time: ", event);
        event.ending = result.outcome();
        event.endedAt = world.now();
        endings.merge(result.outcome(), 1L, Long::sum);
    }
}
