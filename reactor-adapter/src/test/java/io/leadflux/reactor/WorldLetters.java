package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import reactor.core.publisher.Mono;

/** The dead letter handler of a simulated world, which may fail in every way. */
final class WorldLetters implements DeadLetterHandler {

    final boolean areKept;
    private final World world;
    private final SplittableRandom random;
    private final boolean fails;
    private long kept;

    WorldLetters(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.areKept = random.nextInt(3) > 0;
        this.fails = random.nextBoolean();
    }

    @Override
    public Mono<Void> handle(DeliveryResult result) {
        world.require(!result.isAccepted(), "a dead letter that was accepted");
        world.event(result.event()).letters++;
        int trouble = fails ? random.nextInt(20) : 20;
        Mono<Void> keep = Mono.fromRunnable(() -> kept++);
        return switch (trouble) {
            case 0 -> Mono.error(new IllegalStateException("full disk"));
            case 1 -> throw new IllegalStateException("broken handler");
            case 2 -> random.nextInt(10) == 0 ? Mono.never() : keep;
            case 3 -> keep.delaySubscription(Duration.ofMillis(random.nextInt(500)), world.time);
            default -> keep;
        };
    }

    void judge(ClientStats stats, long notAccepted, List<WorldEvent> events) {
        if (!areKept) {
            world.require(stats.deadLettersLost() == 0, "lost letters without a handler");
            return;
        }
        for (int i = 0; i < 100 && kept + world.lettersLost() < notAccepted; i++) {
            world.time.advanceTimeBy(Duration.ofMinutes(1));
        }
        long lost = world.lettersLost();
        world.require(kept + lost == notAccepted, "letters kept ", kept, ", lost ", lost, " of ", notAccepted);
        world.require(fails || lost == 0 || world.isClosed(), "lost letters without a failure: ", lost);
    }
}
