package io.leadflux.reactor;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** The API keys of a simulated world: rotated now and then, and supplied late, never, or with errors. */
final class WorldKeys implements ApiKeySupplier {

    private final World world;
    private final SplittableRandom random;
    private final boolean mayHang;
    private int valid;
    private int supplied;
    private int open;
    private boolean well;

    WorldKeys(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.mayHang = random.nextInt(3) == 0;
    }

    boolean isValid(String key) {
        return key.equals("key-" + valid);
    }

    /** How many questions have neither a reply nor been cancelled. */
    int open() {
        return open;
    }

    @Override
    public Mono<String> apiKey() {
        return asked(reply());
    }

    private Mono<String> reply() {
        Mono<String> key = Mono.fromSupplier(() -> "key-" + supplied);
        if (well) {
            return world.sabotage == Sabotage.SILENT_KEYS ? Mono.never() : key;
        }
        return switch (random.nextInt(mayHang ? 26 : 20)) {
            case 0 -> {
                world.happened(WorldKind.KEY_FAILS);
                yield Mono.error(new IllegalStateException("no vault"));
            }
            case 1 -> Mono.empty();
            case 2 -> throw new IllegalStateException("broken supplier");
            case 3, 4, 5 -> key.delayElement(Duration.ofMillis(random.nextInt(1, 3000)), world.time);
            case 20, 21, 22 -> {
                world.happened(WorldKind.KEY_HANGS);
                yield Mono.never();
            }
            case 23, 24, 25 -> {
                world.happened(WorldKind.KEY_TOO_LATE);
                yield key.delayElement(Duration.ofMillis(random.nextInt(10_001, 60_000)), world.time);
            }
            default -> key;
        };
    }

    private Mono<String> asked(Mono<String> reply) {
        return reply.doOnSubscribe(subscription -> opened(1))
                .doOnTerminate(world::observe)
                .doFinally(end -> opened(-1));
    }

    private void opened(int change) {
        open += change;
        world.require(open <= 1, "questions for a key at once: ", open);
        world.observe();
    }

    /** Another key from now on; the supplier may learn of it later. */
    void rotate() {
        world.happened(WorldKind.KEY_ROTATED);
        valid++;
        int next = valid;
        Runnable learn = () -> supplied = Math.max(supplied, next);
        if (random.nextBoolean()) {
            learn.run();
        } else {
            world.time.schedule(learn, random.nextInt(60_000), TimeUnit.MILLISECONDS);
        }
    }

    /** From now on every reply is prompt and right; questions that were asked before stay as they are. */
    void heal() {
        well = true;
        supplied = valid;
    }
}
