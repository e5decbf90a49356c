package io.leadflux.reactor;

import io.leadflux.reactor.delivery.ConcurrencyLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The other clients on the limit of a simulated world: mostly none, sometimes a few, seldom hundreds. */
final class WorldNeighbours {

    private final SplittableRandom random;
    private final List<WorldNeighbour> all = new ArrayList<>();

    WorldNeighbours(World world, SplittableRandom random, ConcurrencyLimit limit) {
        this.random = random;
        int count = switch (random.nextInt(60)) {
            case 0 -> random.nextInt(100, 300);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> random.nextInt(1, 6);
            default -> 0;
        };
        for (int i = 0; i < count; i++) {
            WorldNeighbour neighbour = new WorldNeighbour(world, random.split(), limit);
            all.add(neighbour);
            world.happened(count < 100 ? WorldKind.SHARED_LIMIT : WorldKind.SHARED_BY_MANY);
            if (neighbour.isSynchronous) {
                world.happened(WorldKind.SYNCHRONOUS_NEIGHBOUR);
            }
        }
    }

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** One emits, or all at once. */
    void emit(int count) {
        if (random.nextInt(4) == 0) {
            all.forEach(neighbour -> neighbour.emit(random.nextInt(1, 3)));
        } else {
            one().emit(count);
        }
    }

    private WorldNeighbour one() {
        return all.get(random.nextInt(all.size()));
    }

    void closeOne() {
        one().close();
    }

    void heal() {
        all.forEach(WorldNeighbour::heal);
    }

    int inFlight() {
        return all.stream().mapToInt(WorldNeighbour::inFlight).sum();
    }

    boolean isQuiet() {
        return all.stream().allMatch(WorldNeighbour::isQuiet);
    }

    Duration work() {
        return all.stream().map(WorldNeighbour::work).reduce(Duration.ZERO, Duration::plus);
    }

    void check() {
        all.forEach(WorldNeighbour::check);
    }

    void judge() {
        all.forEach(WorldNeighbour::judge);
    }
}
