package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** One stream of a simulated world: a source that keeps to its demand, and a subscriber with moods. */
final class WorldFlow extends BaseSubscriber<DeliveryResult> implements Publisher<ServerEvent> {

    private static final class SourceFailure extends RuntimeException {
        SourceFailure() {
            super("the source failed", null, false, false);
        }
    }

    private final World world;
    private final SplittableRandom random;
    private final boolean prompt;
    private final int eager;
    private final Set<WorldEvent> open = new HashSet<>();
    private @Nullable Subscriber<? super ServerEvent> client;

    private long demand;
    private long asked;
    private boolean sourceOver;
    private boolean failed;
    private boolean left;
    private boolean ended;

    /** @param prompt whether the subscriber asks for everything at once and never cancels */
    WorldFlow(World world, SplittableRandom random, boolean prompt) {
        this.world = world;
        this.random = random;
        this.prompt = prompt;
        this.eager = random.nextInt(3) == 0 ? random.nextInt(1, 300) : 0;
    }

    // The source

    @Override
    public void subscribe(Subscriber<? super ServerEvent> subscriber) {
        client = subscriber;
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                requested(n);
            }

            @Override
            public void cancel() {
                sourceOver = true;
            }
        });
    }

    private void requested(long n) {
        world.require(n > 0, "asked the source for ", n);
        demand += n;
        world.require(demand <= world.window(), "asked the source for ", demand);
        if (eager > 0) {
            emit(random.nextInt(eager));
        }
    }

    boolean isSourceOver() {
        return sourceOver;
    }

    boolean isOver() {
        return ended || left;
    }

    boolean hasLeft() {
        return left;
    }

    /** Emits up to {@code most} events within the demand. */
    void emit(int most) {
        for (int i = 0; i < most && demand > 0 && !sourceOver && world.mayHaveMore(); i++) {
            demand--;
            WorldEvent event = world.submit(prompt);
            open.add(event);
            world.require(client != null, "the source has no subscriber");
            if (client != null) {
                client.onNext(event.event);
                event.given = true;
            }
        }
    }

    void endSource(boolean withError) {
        if (!sourceOver && client != null) {
            sourceOver = true;
            failed = withError;
            if (withError) {
                client.onError(new SourceFailure());
            } else {
                client.onComplete();
            }
        }
    }

    // The subscriber

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (prompt) {
            requestUnbounded();
        } else {
            ask(random.nextInt(3) == 0 ? 0 : random.nextInt(50));
        }
    }

    void ask(long n) {
        if (n > 0 && !left) {
            asked += n;
            upstream().request(n);
        }
    }

    void askForAll() {
        asked = Long.MAX_VALUE;
        if (!left && !prompt) {
            upstream().request(Long.MAX_VALUE);
        }
    }

    void leave() {
        if (!prompt && !ended && !left) {
            left = true;
            sourceOver = true;
            upstream().cancel();
        }
    }

    @Override
    protected void hookOnNext(DeliveryResult result) {
        WorldEvent event = world.answer(result);
        world.require(open.remove(event), "a result for another's event: ", event);
        world.require(!left, "a result after cancel: ", event);
        world.require(!ended, "a result after the end: ", event);
        world.require(prompt || asked-- > 0, "more results than asked for");
        world.react();
        if (random.nextInt(400) == 0) {
            leave();
        } else if (!prompt && random.nextInt(4) == 0 && asked < 1000) {
            ask(random.nextInt(1, 4));
        }
    }

    @Override
    protected void hookOnComplete() {
        world.require(!failed, "completed though the source failed");
        end();
    }

    @Override
    protected void hookOnError(Throwable failure) {
        world.require(failed && failure instanceof SourceFailure, "failed with ", failure);
        end();
    }

    private void end() {
        world.require(!ended && !left, "ended twice or after cancel");
        world.require(sourceOver, "ended before its source");
        world.require(open.isEmpty(), "ended before it answered for ", open);
        ended = true;
    }
}
